using System.Text.Json;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Tests;

/// <summary>A folder of one test's files.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probefleet-cli-");

    public string Folder => _folder.FullName;

    public string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A configuration of routes <c>openai</c>, <c>gateway</c> and, for prod vantages only, <c>aoai-swe</c>.</summary>
    public string Fleet(string name = "fleet.json") => File(name, """
        {
          "routes": [
            { "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "gpt-4.1-nano", "credential": "env:OPENAI_API_KEY" },
            {
              "name": "gateway",
              "kind": "gateway",
              "baseUrl": "https://llm.contoso.com/v1",
              "model": "gpt-4.1-nano",
              "credential": "env:GATEWAY_KEY",
              "fronts": "openai"
            },
            {
              "name": "aoai-swe",
              "kind": "azure-openai",
              "baseUrl": "https://contoso-swe.openai.azure.com",
              "model": "chat",
              "apiVersion": "v1",
              "credential": "managed-identity",
              "vantages": ["prod-*"]
            }
          ],
          "probe": { "depth": "authenticated", "timeout": "00:00:10", "concurrency": 2 }
        }
        """);

    /// <summary>Results as <c>probe --output json</c> writes them; a single one by itself.</summary>
    public string Results(string name, params ProbeResult[] results) => File(
        name, results is [var only] ? JsonSerializer.Serialize(only, ProbeFleetJson.Default.ProbeResult)
            : JsonSerializer.Serialize(results, ProbeFleetJson.Default.IReadOnlyListProbeResult));

    public void Dispose() => _folder.Delete(recursive: true);
}
