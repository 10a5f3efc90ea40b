namespace ProbeFleet.FaultLab.Servers.Fronts;

/// <summary>tinyproxy, privoxy and dante: the forward proxies of small networks.</summary>
internal static class ForwardProxies
{
    public static string Tinyproxy(FrontFiles files, string name, string more) => $"""
        Port {files.Port(name)}
        Listen 127.0.0.1
        Timeout 10
        MaxClients 20
        LogFile "{files.Folder}/{name.Replace('/', '-')}.log"
        LogLevel Critical
        {more}

        """;

    public static string Privoxy(FrontFiles files, string name) => $$"""
        listen-address 127.0.0.1:{{files.Port(name)}}
        confdir /etc/privoxy
        templdir /etc/privoxy/templates
        logdir {{files.Folder}}
        toggle 0
        keep-alive-timeout 5
        socket-timeout 10

        """;

    /// <summary>One dante: what it does with clients, and with what they ask for.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">Its name.</param>
    /// <param name="method">The methods of authentication.</param>
    /// <param name="verdict">What it does: <c>pass</c> or <c>block</c>.</param>
    public static string Dante(FrontFiles files, string name, string method, string verdict) => $$"""
        errorlog: {{files.Folder}}/{{name.Replace('/', '-')}}.log
        internal: 127.0.0.1 port = {{files.Port(name)}}
        external: lo
        clientmethod: none
        socksmethod: {{method}}
        user.unprivileged: nobody
        client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
        socks {{verdict}} { from: 0.0.0.0/0 to: 0.0.0.0/0 }

        """;
}
