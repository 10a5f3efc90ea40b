using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Probing.Requests;

/// <summary>Environment variables that redirect the clients of common SDKs: a stray one explains many a "connection error".</summary>
internal static class EnvironmentOverrides
{
    private static readonly string[] Names = ["OPENAI_BASE_URL", "OPENAI_API_BASE", "AZURE_OPENAI_ENDPOINT", "OPENAI_API_HOST"];

    public static IReadOnlyDictionary<string, string>? Read(Func<string, string?> environment, Sanitizer sanitizer)
    {
        var set = Names
            .Select(name => (name, value: environment(name)))
            .Where(entry => !string.IsNullOrEmpty(entry.value))
            .ToDictionary(
                entry => entry.name,
                entry => Uri.TryCreate(entry.value, UriKind.Absolute, out var url) ? sanitizer.CleanUrl(url) : "not a URL");
        return set.Count > 0 ? set : null;
    }
}
