namespace ProbeFleet.Cli.Terminal;

/// <summary>The most common invocations, by command. A test parses each of them.</summary>
internal static class HelpExamples
{
    private static readonly Dictionary<string, string[]> ByCommand = new(StringComparer.Ordinal)
    {
        [""] =
        [
            "probefleet probe --base-url https://api.openai.com/v1 --model gpt-4.1-nano",
            "probefleet fleet --url https://APP.azurewebsites.net",
            "probefleet incidents --state open",
        ],
        ["probe"] =
        [
            "probefleet probe --base-url https://api.openai.com/v1 --model gpt-4.1-nano",
            "probefleet probe --config fleet.json --route openai --depth path",
            "probefleet probe --base-url https://llm.contoso.com/v1 --model chat --output markdown > packet.md",
            "probefleet probe --route openai --runtime python --interpreter .venv/bin/python",
            "probefleet probe --fleet --url https://APP.azurewebsites.net --route openai --reason \"after the firewall change\"",
        ],
        ["watch"] = ["probefleet watch --base-url https://api.openai.com/v1 --model gpt-4.1-nano --interval 10s"],
        ["compare"] = ["probefleet compare healthy.json broken.json"],
        ["packet"] = ["probefleet packet result.json", "probefleet packet --incident 01990000-0000-7000-8000-000000000001"],
        ["verify"] = ["probefleet verify --packet packet.json", "probefleet verify --incident 01990000-0000-7000-8000-000000000001"],
        ["request"] =
        [
            "probefleet request --base-url https://api.openai.com/v1 --model gpt-4.1-nano --as curl",
            "probefleet request openai --config fleet.json --as python",
        ],
        ["config"] = ["probefleet config check fleet.json", "probefleet config apply fleet.json", "probefleet config history"],
        ["config check"] = ["probefleet config check fleet.json --vantage prod-weu,westeurope,vnet-prod"],
        ["config apply"] = ["probefleet config apply fleet.json --if-match 5d41402abc4b --url https://APP.azurewebsites.net"],
        ["config show"] = ["probefleet config show > fleet.json"],
        ["config history"] = ["probefleet config history", "probefleet config history 12"],
        ["config rollback"] = ["probefleet config rollback 12"],
        ["fleet"] = ["probefleet fleet --url https://APP.azurewebsites.net",
            "probefleet fleet --storage https://NAME.table.core.windows.net"],
        ["localize"] = ["probefleet localize --window 30m", "probefleet localize --input incident.json"],
        ["incidents"] = ["probefleet incidents --state all", "probefleet incidents show 01990000-0000-7000-8000-000000000001"],
        ["incidents show"] = ["probefleet incidents show 01990000-0000-7000-8000-000000000001"],
    };

    /// <summary>The examples of a command; empty when it has none.</summary>
    /// <param name="path">The command's words, such as <c>config apply</c>.</param>
    public static IReadOnlyList<string> For(string path) => ByCommand.GetValueOrDefault(path) ?? [];
}
