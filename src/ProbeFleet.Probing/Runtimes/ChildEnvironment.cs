using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>
/// The environment of a runtime's process: what an interpreter and its client need, and no more. Another route's key, this process' own
/// settings and everything else are withheld.
/// </summary>
internal static class ChildEnvironment
{
    // What starts an interpreter, and where it and the system's resolver and libraries look.
    private static readonly string[] OfTheSystem =
    [
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TMP", "TEMP", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "USERPROFILE", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT",
        "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "RES_OPTIONS", "LOCALDOMAIN", "HOSTALIASES", "PYENV_ROOT", "PYENV_VERSION",
        "VOLTA_HOME", "CONDA_PREFIX",
    ];

    private static readonly string[] OfTheClient =
    [
        "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "NODE_OPTIONS",
        "NODE_USE_SYSTEM_CA", "NODE_TLS_REJECT_UNAUTHORIZED", "NODE_PATH", "PYTHONHOME", "PYTHONPATH", "PYTHONUSERBASE",
        "PYTHONNOUSERSITE", "VIRTUAL_ENV", "OPENSSL_CONF", "OPENSSL_MODULES",
    ];

    private static readonly string[] OfProxies =
    [
        "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "NODE_USE_ENV_PROXY",
    ];

    // The SDK sends these as headers by itself; a vantage sends only what its operator has listed.
    private static readonly string[] OfThePersonsAccount = ["OPENAI_ORG_ID", "OPENAI_PROJECT_ID"];

    /// <param name="variables">The new process' variables, which are this process' own until now.</param>
    public static void Write(
        IDictionary<string, string?> variables, ProbeSurroundings surroundings, ProxyChoice proxy,
        IReadOnlyDictionary<string, string> secrets)
    {
        foreach (var name in variables.Keys.Where(name => !OfTheSystem.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList())
        {
            variables.Remove(name);
        }

        string[] read =
        [
            .. OfTheClient,
            .. proxy is ProxyChoice.FromEnvironment ? OfProxies : [],
            .. surroundings.Outbound.Credentials is null ? OfThePersonsAccount : [],
        ];
        foreach (var name in read)
        {
            if (surroundings.Environment(name) is { } value)
            {
                variables[name] = value;
            }
        }

        if (proxy is ProxyChoice.Explicit { Url: var url })
        {
            // Node reads these when it starts; the Python script sets them itself.
            variables["HTTPS_PROXY"] = variables["HTTP_PROXY"] = url.AbsoluteUri;
            variables["NODE_USE_ENV_PROXY"] = "1";
        }

        foreach (var (name, value) in secrets)
        {
            variables[name] = value;
        }
    }
}
