using System.Diagnostics;
using ProbeFleet.Probing.Proxies;

namespace ProbeFleet.Probing.Tests.Proxies;

/// <summary>Our explanation against .NET's own decision, in a fresh process for each environment.</summary>
public sealed class ProxyResolverOracleTests
{
    private static readonly string[] Targets =
        ["https://api.openai.com/v1", "http://api.openai.com/v1", "https://contoso.openai.azure.com/", "https://openai.azure.com:8443/",
         "http://127.0.0.1:4000/v1", "https://[::1]:4000/v1", "http://localhost/"];

    [Theory]
    [InlineData("")]
    [InlineData("https_proxy=http://lower:3128;HTTPS_PROXY=http://upper:3128")]
    [InlineData("HTTPS_PROXY=http://upper:3128")]
    [InlineData("http_proxy=http://lower:3128;HTTP_PROXY=http://upper:3128")]
    [InlineData("HTTP_PROXY=http://upper:3128")]
    [InlineData("HTTP_PROXY=http://upper:3128;GATEWAY_INTERFACE=CGI/1.1")]
    [InlineData("HTTP_PROXY=http://upper:3128;GATEWAY_INTERFACE=CGI/1.1;all_proxy=http://all:1")]
    [InlineData("http_proxy=http://lower:3128;GATEWAY_INTERFACE=CGI/1.1")]
    [InlineData("ALL_PROXY=http://all:3128")]
    [InlineData("all_proxy=http://lower:1;ALL_PROXY=http://upper:1;https_proxy=http://secure:1")]
    [InlineData("ALL_PROXY=socks5://socks:1080")]
    [InlineData("ALL_PROXY=socks5://socks")]
    [InlineData("ALL_PROXY=socks4a://socks:1080")]
    [InlineData("ALL_PROXY=socks5h://socks:1080")]
    [InlineData("https_proxy=https://secure")]
    [InlineData("https_proxy=HTTPS://Secure:8443/")]
    [InlineData("https_proxy=proxy:3128")]
    [InlineData("https_proxy=proxy")]
    [InlineData("https_proxy=http://proxy/")]
    [InlineData("https_proxy=http://proxy:3128/path?query")]
    [InlineData("https_proxy=http://proxy:x")]
    [InlineData("https_proxy=http://proxy:")]
    [InlineData("https_proxy=http://proxy:99999")]
    [InlineData("https_proxy=http://pro xy:1;HTTPS_PROXY=http://upper:1")]
    [InlineData("https_proxy=;HTTPS_PROXY=http://upper:3128")]
    [InlineData("https_proxy= ;ALL_PROXY=http://all:1")]
    [InlineData("https_proxy=ftp://proxy:21")]
    [InlineData("https_proxy=http://user:pass@proxy:3128")]
    [InlineData("https_proxy=http://us%40er:p%3Aa@ss@proxy:3128")]
    [InlineData("https_proxy=user@proxy:3128")]
    [InlineData("https_proxy=http://[::1]:3128;http_proxy=http://[::1]")]
    [InlineData("https_proxy=http://::1;http_proxy=///")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=azure.com")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=.azure.com, API.openai.com")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=.openai.azure.com")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=*")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=*.azure.com")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=127.0.0.0/8,localhost,::1")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=127.0.0.1,[::1]")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=openai.azure.com:8443")]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=localhost api.openai.com")]
    [InlineData("ALL_PROXY=http://all:1;no_proxy=;NO_PROXY=api.openai.com")]
    [InlineData("ALL_PROXY=http://all:1;no_proxy=localhost;NO_PROXY=api.openai.com")]
    [InlineData("ALL_PROXY=http://all:1;no_proxy=,.,")]
    public async Task Resolve_AnyEnvironment_DecidesAsDotNetDoes(string variables)
    {
        var environment = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        var expected = await AskDotNetAsync(environment);
        var actual = Targets.Select(target =>
            ProxyResolver.Resolve(new Uri(target), new ProxyChoice.FromEnvironment(), environment.GetValueOrDefault).Proxy?.AbsoluteUri
                ?? "direct");

        Assert.Equal(expected, actual);
    }

    private static async Task<string[]> AskDotNetAsync(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "ProbeFleet.ProxyOracle.dll"), .. Targets])
        {
            RedirectStandardOutput = true,
        };
        foreach (var variable in Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) || name is "GATEWAY_INTERFACE"))
        {
            start.Environment.Remove(variable);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
