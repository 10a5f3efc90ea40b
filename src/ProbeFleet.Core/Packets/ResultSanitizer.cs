using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Packets;

/// <summary>Cleans every text of a result once more before it leaves, whatever wrote it.</summary>
public static class ResultSanitizer
{
    // Members whose values are words of closed lists or names of routes and vantages, not texts from outside. A short secret that happens
    // to be such a word must not break the result.
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.Ordinal,
        "break", "cause", "depth", "fronts", "kind", "name", "origin", "outcome", "owner", "responder", "runtime", "shape",
        "stage", "variant");

    private const string HashPrefix = "sha256:";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    // Members that the probe itself fills with IDs, instants, hashes and addresses. A secret may match part of one by chance ("11" is in
    // every timestamp of November).
    private static readonly FrozenSet<string> OwnFacts = FrozenSet.Create(
        StringComparer.Ordinal,
        "addresses", "at", "checkedAt", "endpoint", "expiresAt", "id", "identity", "local", "notAfter", "notBefore", "path", "probeId",
        "remote", "route", "startedAt", "thumbprint");

    /// <summary>
    /// Cleans every text of the result. Names, words of closed lists, and the IDs, instants, hashes and addresses that the probe itself
    /// writes stay as they are; request IDs are cleaned as IDs. A clean result comes back equal.
    /// </summary>
    public static ProbeResult Clean(ProbeResult result, Sanitizer sanitizer)
    {
        // Nearly every result is clean, and looking at its texts is cheaper than writing and reading its JSON.
        if (ResultTexts.All(result, (name, text) => string.Equals(text, Clean(name, text, sanitizer), StringComparison.Ordinal)))
        {
            return result;
        }

        var json = JsonSerializer.SerializeToNode(result, ProbeFleetJson.Default.ProbeResult);
        return Cleaned("", json, sanitizer).Deserialize(ProbeFleetJson.Default.ProbeResult)!;
    }

    /// <param name="name">The member that has the value, or the list that it is an item of.</param>
    private static JsonNode? Cleaned(string name, JsonNode? value, Sanitizer sanitizer) => value switch
    {
        JsonObject members => new JsonObject(
            members.Select(member => KeyValuePair.Create(member.Key, Cleaned(member.Key, member.Value, sanitizer)))),
        JsonArray items => new JsonArray([.. items.Select(item => Cleaned(name, item, sanitizer))]),
        JsonValue text when text.GetValueKind() is JsonValueKind.String => Clean(name, text.GetValue<string>(), sanitizer),
        _ => value?.DeepClone(),
    };

    private static string Clean(string name, string text, Sanitizer sanitizer) =>
        Words.Contains(name) || (OwnFacts.Contains(name) && IsOwnFact(text)) ? text
        : IsId(name) ? sanitizer.CleanId(text)
        : sanitizer.Clean(text);

    // Checks the shape too, because a member of the same name may hold a text.
    private static bool IsOwnFact(string text) =>
        Guid.TryParseExact(text, "D", out _)
        || DateTimeOffset.TryParseExact(text, InstantConverter.Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
        || IPEndPoint.TryParse(text, out _)
        || text.AsSpan(text.StartsWith(HashPrefix, StringComparison.Ordinal) ? HashPrefix.Length : 0).IndexOfAnyExcept(Hexadecimal) < 0;

    private static bool IsId(string name) => name is "requestId" || RequestId.IsName(name);
}
