using System.Globalization;

namespace ProbeFleet.FaultLab.Servers.Fronts;

/// <summary>lighttpd, h2o and Varnish: an upstream that is down or silent, and what the first two refuse by themselves.</summary>
internal static class CacheFronts
{
    /// <summary>One lighttpd that ends TLS.</summary>
    public static string Lighttpd(FrontFiles files, int silentPort)
    {
        return $$"""
            server.document-root = "{{files.Folder}}/empty"
            server.bind = "127.0.0.1"
            server.port = {{files.Port("lighttpd/404")}}
            server.modules = ("mod_openssl", "mod_access", "mod_auth", "mod_authn_file", "mod_proxy")
            server.errorlog = "{{files.Folder}}/lighttpd.log"
            server.max-connections = 64
            ssl.engine = "enable"
            ssl.pemfile = "{{files.Good.Certificates}}"
            ssl.privkey = "{{files.Good.Key}}"
            auth.backend = "htpasswd"
            auth.backend.htpasswd.userfile = "{{files.Folder}}/none"
            {{Socket("lighttpd/down", Proxy(1))}}
            {{Socket("lighttpd/slow", Proxy(silentPort))}}
            {{Socket("lighttpd/403", "url.access-deny = (\"\")")}}
            {{Socket("lighttpd/basic", """auth.require = ("/" => ("method" => "basic", "realm" => "staff", "require" => "valid-user"))""")}}

            """;

        string Socket(string name, string body) =>
            $"$SERVER[\"socket\"] == \"127.0.0.1:{files.Port(name)}\" {{\nssl.engine = \"enable\"\n{body}\n}}";

        static string Proxy(int port) => string.Create(
            CultureInfo.InvariantCulture,
            $"proxy.server = (\"\" => ((\"host\" => \"127.0.0.1\", \"port\" => {port}, \"read-timeout\" => 2)))");
    }

    /// <summary>One h2o that ends TLS.</summary>
    public static string H2o(FrontFiles files, int silentPort)
    {
        return $"""
            user: {Environment.UserName}
            error-log: {files.Folder}/h2o.log
            num-threads: 1
            hosts:
            {Host("h2o/down", Proxy(1))}
            {Host("h2o/slow", Proxy(silentPort))}
            {Host("h2o/404", $"file.dir: {files.Folder}/empty")}
            """;

        string Host(string name, string path)
        {
            var tls = $"{{certificate-file: {files.Good.Certificates}, key-file: {files.Good.Key}}}";
            return $"  \"{name.Replace('/', '-')}\":\n    listen: {{host: 127.0.0.1, port: {files.Port(name)}, ssl: {tls}}}\n"
                + $"    paths:\n      \"/\":\n        {path}";
        }

        static string Proxy(int port) => string.Create(
            CultureInfo.InvariantCulture, $"proxy.reverse.url: \"http://127.0.0.1:{port}/\"\n        proxy.timeout.io: 1500");
    }

    /// <summary>A Varnish, which speaks plain HTTP, before one upstream.</summary>
    public static string[] Varnish(FrontFiles files, string name, int upstreamPort) =>
    [
        "-F", "-j", "none", "-T", "none", "-n", Path.Combine(files.Folder, name.Replace('/', '-')), "-s", "malloc,16m",
        "-a", $"127.0.0.1:{files.Port(name)}", "-b", $"127.0.0.1:{upstreamPort}",
        "-p", "connect_timeout=1", "-p", "first_byte_timeout=2",
    ];
}
