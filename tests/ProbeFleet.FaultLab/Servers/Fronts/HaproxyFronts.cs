namespace ProbeFleet.FaultLab.Servers.Fronts;

/// <summary>One HAProxy with a frontend on a port of its own for each thing that an operator gets wrong.</summary>
internal static class HaproxyFronts
{
    public static string Configuration(FrontFiles files) => $$"""
        global
          log stderr local0 crit
          maxconn 200
        defaults
          mode http
          timeout connect 1s
          timeout client 20s
          timeout server 3s
          retries 0
        {{Tls(files, "haproxy/429", "http-request deny deny_status 429")}}
        {{Tls(files, "haproxy/basic", "http-request auth realm staff")}}
        {{Tls(files, "haproxy/403", "http-request deny")}}
        {{Tls(files, "haproxy/no-server", "")}}
        {{Tls(files, "haproxy/reject", "http-request reject")}}
        {{Tls(files, "haproxy/client-certificate", "", $"ca-file {files.ClientAuthority} verify required")}}
        {{Tls(files, "haproxy/strict-sni", "", "strict-sni").Replace(files.Pem, $"{files.Folder}/elsewhere.pem", StringComparison.Ordinal)}}
        listen tcp-without-targets
          mode tcp
          bind 127.0.0.1:{{files.Port("haproxy/tcp-without-targets")}}
          server one {{FrontFiles.Dead}}

        """;

    private static string Tls(FrontFiles files, string name, string rule, string options = "") => $"""
        frontend {name.Replace('/', '-')}
          bind 127.0.0.1:{files.Port(name)} ssl crt {files.Pem} {options}
          {rule}

        """;
}
