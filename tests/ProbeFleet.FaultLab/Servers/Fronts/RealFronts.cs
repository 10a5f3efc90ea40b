using System.Net;
using System.Security.Cryptography.X509Certificates;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Servers.Fronts;

/// <summary>
/// Real servers that stand between a workload and its API, as they refuse and fail by themselves: reverse proxies, TLS ends and forward
/// proxies
/// of Debian. Each program runs once where it can, and every case has a port of its own.
/// </summary>
public sealed class RealFronts : IAsyncDisposable
{
    private readonly Dictionary<string, int> _ports = [];
    private readonly List<IAsyncDisposable> _running = [];
    private readonly LabFolder _folder = LabFolder.Create("fronts");

    private RealFronts()
    {
    }

    /// <summary>The programs that are used.</summary>
    public static IReadOnlyList<string> Programs { get; } =
    [
        "nginx", "haproxy", "stunnel4", "apache2", "caddy", "nghttpx", "lighttpd", "h2o", "varnishd", "tinyproxy", "privoxy", "danted",
        "microsocks", "squid", "mitmdump",
    ];

    /// <summary>The healthy API behind them.</summary>
    public LabApi Api { get; private set; } = null!;

    /// <summary>The port of a case, by its name.</summary>
    /// <param name="name">For example <c>nginx/429</c>.</param>
    public int this[string name] => _ports[name];

    /// <summary>Starts all of them.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<RealFronts> StartAsync(CancellationToken cancellationToken)
    {
        var fronts = new RealFronts();
        try
        {
            await fronts.StartServersAsync(cancellationToken);
            return fronts;
        }
        catch
        {
            await fronts.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Select(async server => await server.DisposeAsync()));
        _folder.Dispose();
    }

    private async Task StartServersAsync(CancellationToken stop)
    {
        Api = await LabApi.StartAsync(new(), stop);
        _running.Add(Api);
        var silent = FaultServer.Start(Misbehave.HeadersNever);
        _running.Add(silent);
        var files = new FrontFiles(_folder.Path, new(IPAddress.Loopback, Api.Http.Port), _ports).WriteCertificates();
        using var elsewhere = LabTrust.Trusted.IssueServerFor("elsewhere.test");
        var pem = elsewhere.WritePem(_folder.Path, "elsewhere");
        File.WriteAllText(Path.Combine(_folder.Path, "elsewhere.pem"), File.ReadAllText(pem.Certificates) + '\n'
            + File.ReadAllText(pem.Key));
        File.WriteAllText(Path.Combine(_folder.Path, "none"), "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        await Task.WhenAll(
        [
            RunAsync("nginx", "nginx/429",
                ["-p", files.Folder, "-e", "stderr", "-c", Write("nginx.conf", NginxFronts.Configuration(files))], stop),
            RunAsync("haproxy", "haproxy/429", ["-db", "-f", Write("haproxy.cfg", HaproxyFronts.Configuration(files))], stop),
            RunAsync("stunnel4", "stunnel/down", [Write("stunnel.conf", OtherFronts.Stunnel(files, silent.Endpoint.Port))], stop),
            RunAsync("apache2", "apache/long-head", ["-D", "FOREGROUND", "-f", Write("apache.conf", OtherFronts.Apache(files))], stop),
            RunAsync("env", "caddy/404", CaddyCommand(Write("Caddyfile", OtherFronts.Caddy(files))), stop),
            RunAsync("nghttpx", "nghttpx/http-2-only", OtherFronts.Nghttpx(files), stop),
            RunAsync(
                "lighttpd", "lighttpd/404", ["-D", "-f", Write("lighttpd.conf", CacheFronts.Lighttpd(files, silent.Endpoint.Port))], stop),
            RunAsync("h2o", "h2o/404", ["-c", Write("h2o.conf", CacheFronts.H2o(files, silent.Endpoint.Port))], stop),
            RunAsync("varnishd", "varnish/down", CacheFronts.Varnish(files, "varnish/down", 1), stop),
            RunAsync("varnishd", "varnish/slow", CacheFronts.Varnish(files, "varnish/slow", silent.Endpoint.Port), stop),
            .. Proxies(files, stop),
        ]);
    }

    // Caddy keeps its last configuration in the user's folder unless it is told another one.
    private string[] CaddyCommand(string file) => [$"XDG_CONFIG_HOME={_folder.Path}", "caddy", "run", "--adapter", "caddyfile",
        "--config", file];

    private IEnumerable<Task> Proxies(FrontFiles files, CancellationToken stop)
    {
        yield return TinyproxyAsync("tinyproxy/open", "", stop);
        yield return TinyproxyAsync("tinyproxy/port-denied", "ConnectPort 443", stop);
        yield return TinyproxyAsync("tinyproxy/filter", $"Filter \"{Write("filter", "localhost\n")}\"", stop);
        yield return TinyproxyAsync("tinyproxy/401", "BasicAuth staff right", stop);
        yield return RunAsync(
            "privoxy", "privoxy/open", ["--no-daemon", Write("privoxy.conf", ForwardProxies.Privoxy(files, "privoxy/open"))], stop);
        yield return DanteAsync("dante/open", "none", "pass", stop);
        yield return DanteAsync("dante/rule", "none", "block", stop);
        yield return DanteAsync("dante/password", "username", "pass", stop);
        yield return MicrosocksAsync("microsocks/open", []);
        yield return MicrosocksAsync("microsocks/password", ["-u", "staff", "-P", "right"]);
        yield return MitmproxyAsync("mitmproxy/open", [], stop);
        yield return MitmproxyAsync("mitmproxy/trusted", [], stop);
        yield return MitmproxyAsync("mitmproxy/407", ["--set", "proxyauth=staff:right"], stop);
        yield return AddAsync("squid/open", SquidServer.StartOpenAsync(stop));
        yield return AddAsync("squid/denying", SquidServer.StartDenyingAsync(stop));

        Task TinyproxyAsync(string name, string more, CancellationToken token) => RunAsync(
            "tinyproxy", name, ["-d", "-c", Write($"{name.Replace('/', '-')}.conf", ForwardProxies.Tinyproxy(files, name, more))], token);

        Task DanteAsync(string name, string method, string verdict, CancellationToken token) => RunAsync(
            "danted", name, ["-f", Write($"{name.Replace('/', '-')}.conf", ForwardProxies.Dante(files, name, method, verdict))], token);

        Task MicrosocksAsync(string name, string[] more) => RunAsync(
            "microsocks", name, ["-i", "127.0.0.1", "-p", $"{files.Port(name)}", .. more], stop);

        Task MitmproxyAsync(string name, string[] more, CancellationToken token) => RunAsync(
            "mitmdump",
            name,
            [
                "--listen-host", "127.0.0.1", "--listen-port", $"{files.Port(name)}", "--set", $"confdir={Authority(name)}",
                "--set", $"ssl_verify_upstream_trusted_ca={LabTrust.Install().File}", "--quiet", .. more,
            ],
            token);
    }

    /// <summary>An authority of the proxy's own, or one that this process trusts: an inspection that is rolled out.</summary>
    private string Authority(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name.Replace('/', '-'))).FullName;
        if (name is "mitmproxy/trusted")
        {
            var root = LabTrust.Trusted.Root;
            using var key = root.GetECDsaPrivateKey()!;
            File.WriteAllText(Path.Combine(folder, "mitmproxy-ca.pem"), key.ExportPkcs8PrivateKeyPem() + "\n" + root.ExportCertificatePem()
                + "\n");
        }

        return folder;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task RunAsync(string program, string ready, IReadOnlyList<string> arguments, CancellationToken stop) => AddAsync(
        ready, LabProcess.StartOnAsync(program, new(IPAddress.Loopback, _ports[ready]), (_, _) => arguments, isReady: null, stop));

    private async Task AddAsync(string name, Task<LabProcess> starting)
    {
        var server = await starting;
        lock (_running)
        {
            _ports[name] = server.Endpoint.Port;
            _running.Add(server);
        }
    }
}
