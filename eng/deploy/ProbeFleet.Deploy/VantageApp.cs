using System.IO.Enumeration;
using System.Text.Json;

namespace ProbeFleet.Deploy;

/// <summary>One function app to push to, as infra/main.bicep outputs it.</summary>
/// <param name="Vantage">Name of the vantage.</param>
/// <param name="App">Name of the function app.</param>
/// <param name="Plan"><c>flex</c> or <c>premium</c>: they take packages at different addresses.</param>
/// <param name="ScmUrl">Address of the app's deployment endpoint.</param>
internal sealed record VantageApp(string Vantage, string App, string Plan, Uri ScmUrl)
{
    /// <summary>The environment variable that azd sets from the output of the same name.</summary>
    public const string Variable = "PROBEFLEET_APPS";

    /// <summary>Reads the output's JSON text.</summary>
    /// <exception cref="HookException">The variable is missing, is not such a list, or lists nothing.</exception>
    public static IReadOnlyList<VantageApp> Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            throw new HookException(
                $"{Variable} is not set. Run `azd provision` first, and this hook through azd: `azd hooks run postdeploy`.");
        }

        try
        {
            var apps = JsonSerializer.Deserialize<List<VantageApp>>(json, JsonSerializerOptions.Web) ?? [];
            return apps is [] || apps.Exists(
                app => app is not { Vantage: not null, App: not null, Plan: not null, ScmUrl.IsAbsoluteUri: true })
                ? throw new HookException(
                    $"{Variable} is not a list of apps with vantage, app, plan and scmUrl. Run `azd provision` again.")
                : apps;
        }
        catch (JsonException)
        {
            throw new HookException($"{Variable} is not JSON. Run `azd provision` again.");
        }
    }

    /// <summary>
    /// Those whose vantage one of the comma-separated patterns names; <c>*</c> stands for any characters. All without patterns.
    /// </summary>
    /// <exception cref="HookException">A pattern names no vantage.</exception>
    public static IReadOnlyList<VantageApp> Select(IReadOnlyList<VantageApp> apps, string? only)
    {
        var patterns = (only ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var idle = patterns.FirstOrDefault(pattern => !apps.Any(app => Matches(pattern, app)));
        return idle is not null
            ? throw new HookException($"--only {idle} names no vantage. There are: {string.Join(", ", apps.Select(app => app.Vantage))}.")
            : patterns is [] ? apps : [.. apps.Where(app => patterns.Any(pattern => Matches(pattern, app)))];
    }

    private static bool Matches(string pattern, VantageApp app) => FileSystemName.MatchesSimpleExpression(pattern, app.Vantage);
}
