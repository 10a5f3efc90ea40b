using Microsoft.Extensions.Logging;

namespace ProbeFleet.SelfHost;

internal static class LogFilters
{
    /// <summary>Logs only what is <paramref name="wanted"/> too. A rule of its own would replace the configured level.</summary>
    /// <param name="wanted">By category and level.</param>
    public static void AndOnly(this LoggerFilterOptions options, Func<string?, LogLevel, bool> wanted)
    {
        List<LoggerFilterRule> rules = [new(null, null, options.MinLevel, null), .. options.Rules];
        options.Rules.Clear();
        foreach (var rule in rules)
        {
            options.Rules.Add(new(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) => rule.Filter?.Invoke(provider, category, level) is not false && wanted(category, level)));
        }
    }
}
