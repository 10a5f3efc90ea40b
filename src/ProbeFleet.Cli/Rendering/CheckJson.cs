using System.Text.Json.Serialization;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Cli.Rendering;

/// <summary>What <c>config check</c> says, as <c>--output json</c> has it.</summary>
/// <param name="VantagesAssumed">Whether no vantage was named.</param>
/// <param name="Credentials">The entries that <c>PROBEFLEET_CREDENTIALS</c> needs, of all vantages together.</param>
/// <param name="Allow">Those of each vantage; absent when no vantage was named.</param>
/// <param name="Pairs">Components that no probe of this matrix can tell apart.</param>
internal sealed record ConfigurationCheck(
    string File, int Routes, IReadOnlyList<FleetVantage> Vantages, bool VantagesAssumed, IReadOnlyList<string> Credentials,
    IReadOnlyList<VantageNeeds>? Allow, IReadOnlyList<IndistinguishablePair> Pairs);

/// <summary>The entries that <c>PROBEFLEET_CREDENTIALS</c> of one vantage needs.</summary>
internal sealed record VantageNeeds(VantageName Vantage, IReadOnlyList<string> Credentials);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConfigurationCheck))]
internal sealed partial class CheckJson : JsonSerializerContext;
