using System.Security.Cryptography;
using System.Text;
using Azure;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;

namespace ProbeFleet.Cli.Fleets;

/// <summary>The configuration applied to a fleet.</summary>
/// <param name="Json">The text as it was applied.</param>
/// <param name="Tag">The ETag of its row.</param>
/// <param name="Version">The version number; null from the HTTP API, which does not state it.</param>
/// <param name="AppliedAt">When it was applied; null from the HTTP API, which does not state it.</param>
internal sealed record AppliedConfiguration(string Json, ETag Tag, long? Version, DateTimeOffset? AppliedAt)
{
    /// <summary>A hash of the text which, unlike a tag, needs no quoting in a shell.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)))[..12];

    /// <summary>The parsed text; null when this version cannot read it.</summary>
    public FleetConfiguration? Parsed => FleetConfigurationReader.ReadStored(Json).Configuration;
}
