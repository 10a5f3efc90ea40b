using System.Net;
using Microsoft.AspNetCore.Http;

namespace ProbeFleet.SelfHost;

/// <summary>
/// Asks the vantage that runs on this machine how it is, for a container's <c>HEALTHCHECK</c>: an image without a shell has no other
/// program that could.
/// </summary>
internal static class HealthCheck
{
    private const string Localhost = "localhost";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks, and writes one line that says what came.</summary>
    /// <param name="arguments">The vantage's own <c>--port</c> or <c>--urls</c>, where it was started with one.</param>
    /// <param name="folder">The folder with local.settings.json.</param>
    /// <returns>0 when the vantage is healthy, 1 when it is not or does not answer within 5 s.</returns>
    /// <exception cref="InvalidOperationException">No address to ask at can be told from the settings; the message says why.</exception>
    public static async Task<int> RunAsync(
        string[] arguments, string folder, TextWriter output, TimeProvider clock, CancellationToken cancellationToken)
    {
        var settings = FunctionHost.CreateBuilder(arguments, folder).Configuration;
        var health = new Uri(BaseAddress(HostSettings.Addresses(settings)), "api/health");

        using var deadline = new CancellationTokenSource(Patience, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        try
        {
            using var answer = await client.GetAsync(health, stop.Token);
            var body = await answer.Content.ReadAsStringAsync(stop.Token);
            var isHealthy = answer.StatusCode is HttpStatusCode.OK;
            await output.WriteLineAsync(isHealthy ? body : $"{health} answers {(int)answer.StatusCode}: {body}");
            return isHealthy ? 0 : 1;
        }
        catch (HttpRequestException error)
        {
            await output.WriteLineAsync($"unhealthy: {health} does not answer: {error.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            await output.WriteLineAsync($"unhealthy: {health} does not answer within {Patience.TotalSeconds:0} s");
            return 1;
        }
    }

    private static Uri BaseAddress(string addresses)
    {
        const StringSplitOptions Clean = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var listening = addresses.Split(';', Clean).Select(Parse)
            .FirstOrDefault(address => address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) && !address.IsUnixPipe)
            ?? throw new InvalidOperationException(
                $"'{addresses}' has no http:// address with a host: the health check asks no other. Name one with --urls.");
        return listening.Port is 0
            ? throw new InvalidOperationException("Port 0 takes a free one: name the port that was taken with --port.")
            : new UriBuilder(listening.Scheme, OnThisMachine(listening.Host), listening.Port).Uri;
    }

    private static BindingAddress Parse(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException error)
        {
            throw new InvalidOperationException($"'{address}' is no address to listen at: write it as http://0.0.0.0:8080.", error);
        }
    }

    /// <summary>Kestrel listens at all addresses where the host is neither <c>localhost</c> nor an address.</summary>
    private static string OnThisMachine(string host) =>
        host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
                ? host
                : $"{IPAddress.Loopback}";
}
