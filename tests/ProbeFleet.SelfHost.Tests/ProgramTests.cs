using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProbeFleet.FaultLab;

namespace ProbeFleet.SelfHost.Tests;

/// <summary>How the program itself is started, right and wrong.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Start_WithoutSettings_EndsWithOneLineThatNamesThemAll()
    {
        var (code, _, error) = await RunAsync();

        Assert.Equal(2, code);
        var line = Assert.Single(error.TrimEnd().Split('\n'));
        Assert.StartsWith("The app's settings are wrong: (1) PROBEFLEET_VANTAGE is not set", line, StringComparison.Ordinal);
        Assert.All(
            ["PROBEFLEET_STORAGE", "ProbeSchedule", "ServeSchedule", "JudgeSchedule", "PurgeSchedule"],
            name => Assert.Contains($") {name} is not set", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("70000")]
    [InlineData("http")]
    [InlineData("-1")]
    public async Task Start_WithAPortThatIsNone_SaysSo(string port)
    {
        var (code, _, error) = await RunAsync("--port", port);

        Assert.Equal((2, $"--port is '{port}': it is a number from 0 (a free one) to 65535."), (code, error.Trim()));
    }

    [Fact]
    public async Task Start_WhereNobodySignsCallersIn_RefusesTheSettingThatSaysSo()
    {
        var (code, _, error) = await RunAsync("--WEBSITE_AUTH_ENABLED", "true");

        Assert.Equal(2, code);
        var line = Assert.Single(error.TrimEnd().Split('\n'));
        Assert.StartsWith("WEBSITE_AUTH_ENABLED is set, and says that App Service signs callers in", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhereAnotherListens_SaysOnlyThat()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (code, output, error) = await RunAsync(
            "--port", port, "--PROBEFLEET_VANTAGE", "a", "--PROBEFLEET_STORAGE", "UseDevelopmentStorage=true", "--ProbeSchedule", "0 0 0 1 1 *",
            "--ServeSchedule", "0 0 0 1 1 *", "--JudgeSchedule", "0 0 0 1 1 *", "--PurgeSchedule", "0 0 0 1 1 *",
            "--Host:Authentication", "off");

        Assert.True(code == 2, output + error);
        Assert.Contains($"127.0.0.1:{port}: address already in use", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("dbug:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("health --help")]
    public async Task Help_SaysHowToStartIt(string arguments)
    {
        var (code, output, _) = await RunAsync(arguments.Split(' '));

        Assert.Equal(0, code);
        Assert.Contains("Usage: dotnet ProbeFleet.SelfHost.dll [--port PORT | --urls URL;URL]", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://+:8443", "'https://+:8443' has no http:// address with a host")]
    [InlineData("http://127.0.0.1:0", "Port 0 takes a free one")]
    [InlineData("localhost", "'localhost' is no address to listen at: write it as http://0.0.0.0:8080.")]
    public async Task Health_WhereItCannotAsk_SaysWhy(string addresses, string reason)
    {
        var (code, _, error) = await RunAsync("health", "--urls", addresses);

        Assert.Equal(2, code);
        Assert.StartsWith(reason, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port PORT")]
    [InlineData("--urls http://+:PORT")]
    [InlineData("--urls https://+:1;HTTP://vantage:PORT")]
    [InlineData("--urls http://[::]:PORT")]
    public async Task Health_WhereNobodyListens_IsOneLineAndExitCode1(string listening)
    {
        var port = FreePort.Take(IPAddress.Loopback).ToString(CultureInfo.InvariantCulture);

        var (code, output, _) = await RunAsync(["health", .. listening.Replace("PORT", port, StringComparison.Ordinal).Split(' ')]);

        Assert.Equal(1, code);
        Assert.StartsWith(
            $"unhealthy: http://127.0.0.1:{port}/api/health does not answer", Assert.Single(output.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        string[] command = [Path.Combine(AppContext.BaseDirectory, "ProbeFleet.SelfHost.dll"), .. arguments];
        var start = new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(IsASetting).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, error);
    }

    private static bool IsASetting(string name) =>
        name.StartsWith("PROBEFLEET_", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Schedule", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("URLS", StringComparison.OrdinalIgnoreCase);
}
