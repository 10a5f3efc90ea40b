namespace ProbeFleet.Core.Model;

/// <summary>The paths of the API's calls, which clients append to a base URL: one that ends in such a path has it twice.</summary>
internal static class CallPath
{
    // Before its own ending: the longer one is the mistake.
    private static readonly string[] All = ["/chat/completions", "/completions", "/responses", "/embeddings", "/models"];

    /// <summary>The call that a base URL ends in; null for none.</summary>
    public static string? AtEndOf(Uri baseUrl)
    {
        var path = baseUrl.AbsolutePath.TrimEnd('/');
        return All.FirstOrDefault(call => path.EndsWith(call, StringComparison.OrdinalIgnoreCase));
    }
}
