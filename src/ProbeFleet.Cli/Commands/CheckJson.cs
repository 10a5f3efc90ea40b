using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Cli.Commands;

/// <summary>What <c>config check --output json</c> prints.</summary>
/// <param name="File">The configuration's file.</param>
/// <param name="Routes">How many routes it has.</param>
/// <param name="Vantages">From where they are probed.</param>
/// <param name="VantagesAssumed">Whether nobody said from where.</param>
/// <param name="Credentials">The entries that <c>PROBEFLEET_CREDENTIALS</c> of each vantage needs.</param>
/// <param name="Pairs">Components that no probe of this matrix tells apart.</param>
internal sealed record ConfigurationCheck(
    string File, int Routes, IReadOnlyList<FleetVantage> Vantages, bool VantagesAssumed, IReadOnlyList<string> Credentials,
    IReadOnlyList<IndistinguishablePair> Pairs);

/// <summary>How that is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConfigurationCheck))]
internal sealed partial class CheckJson : JsonSerializerContext
{
    /// <summary>Indented, and characters such as <c>→</c> as themselves.</summary>
    public static CheckJson Readable => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
