using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ProbeFleet.SelfHost;

/// <summary>Hosting settings from the command line and from the two files that Azure's own tools keep beside an app.</summary>
internal static class HostSettings
{
    public const string Usage = """
        Hosts a vantage on this machine: its HTTP API, its dashboard and its timers.

        Usage: dotnet ProbeFleet.SelfHost.dll [--port PORT | --urls URL;URL] [--SETTING VALUE]...
               dotnet ProbeFleet.SelfHost.dll health [--port PORT | --urls URL;URL]

          --port PORT   Listen on 127.0.0.1 at this port; 0 takes a free one. Default 7071. Addresses, also those of ASPNETCORE_URLS, win.
          --urls URLS   Listen at these addresses, such as http://0.0.0.0:8080.

          health        Ask the vantage that runs at this address: exit code 0 when it is healthy, 1 when it is not or does not answer,
                        2 when the settings name no address to ask at.

        Every other setting is an environment variable, a value of local.settings.json beside the app, or an option of the same name:
        PROBEFLEET_VANTAGE, PROBEFLEET_STORAGE, ProbeSchedule, Host__FunctionKeys__admin, ... See docs/container.md and docs/fleet.md.
        """;

    private const string DefaultPort = "7071";

    /// <summary>The addresses to listen at.</summary>
    /// <exception cref="InvalidOperationException">The port is not a port number.</exception>
    public static string Addresses(IConfiguration settings)
    {
        if (settings["urls"] is { Length: > 0 } urls)
        {
            return urls;
        }

        var port = settings["port"] ?? DefaultPort;
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? $"http://127.0.0.1:{number.ToString(CultureInfo.InvariantCulture)}"
            : throw new InvalidOperationException($"--port is '{port}': it is a number from 0 (a free one) to 65535.");
    }

    /// <summary>Sets the <c>Values</c> of local.settings.json as environment variables, as Azure's tools do, unless they are set.</summary>
    public static void ApplyLocalSettings(string folder)
    {
        foreach (var (name, value) in Read(folder, "local.settings.json").GetSection("Values").AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && Environment.GetEnvironmentVariable(name) is null)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    /// <summary>Refuses a host.json that puts a segment before every route: the dashboard's pages know their own addresses.</summary>
    /// <exception cref="InvalidOperationException">It does, or is not JSON.</exception>
    public static void RefuseRoutePrefix(string folder)
    {
        if (Read(folder, "host.json")["extensions:http:routePrefix"]?.Trim('/') is { Length: > 0 })
        {
            throw new InvalidOperationException(
                $"{Path.Combine(folder, "host.json")} sets extensions.http.routePrefix: make it \"\", as it was delivered. The routes are "
                    + "whole without it, and the dashboard finds its pages at no other address.");
        }
    }

    private static IConfigurationRoot Read(string folder, string file)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, file), optional: true, reloadOnChange: false).Build();
        }
        catch (InvalidDataException error)
        {
            throw new InvalidOperationException(
                $"{Path.Combine(folder, file)} is not JSON: {error.InnerException?.Message ?? error.Message}", error);
        }
    }
}
