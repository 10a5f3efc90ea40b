using System.Security.Cryptography;
using System.Text;
using Azure;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;

namespace ProbeFleet.Cli.Fleets;

/// <summary>The configuration that a fleet has.</summary>
/// <param name="Json">Its text, as it was applied.</param>
/// <param name="Tag">Its row's version.</param>
/// <param name="Version">How often one was applied; null where the HTTP API does not say.</param>
/// <param name="AppliedAt">When; null where the HTTP API does not say.</param>
internal sealed record AppliedConfiguration(string Json, ETag Tag, long? Version, DateTimeOffset? AppliedAt)
{
    /// <summary>A hash of the text: unlike a tag it needs no quoting in a shell.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)))[..12];

    /// <summary>What the text says; null when this version cannot read it.</summary>
    public FleetConfiguration? Parsed => FleetConfigurationReader.Read(Json) is { IsValid: true } reading ? reading.Configuration : null;
}
