using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Makes options whose values need a parser.</summary>
internal static partial class OptionKinds
{
    /// <summary>An option whose values are the enum's JSON names.</summary>
    public static Option<T?> Choice<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(
        string name, string helpName, string description)
        where T : struct, Enum
    {
        string[] names = [.. WireWord.All<T>()];
        var option = new Option<T?>(name)
        {
            Description = $"{description} One of: {string.Join(", ", names)}.",
            HelpName = helpName,
            CustomParser = result => WireWord.Find<T>(result.Tokens[0].Value),
        };
        return option.AcceptOnlyFromAmong(names);
    }

    /// <summary>An option for a duration such as <c>1500ms</c>, <c>20s</c>, <c>2m</c>, <c>20</c> (seconds) or <c>00:00:20</c>.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result => ParseDuration(result, name, least, most),
    };

    /// <summary>An option for a whole number from 1 up.</summary>
    public static Option<int?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => ParseCount(result, name),
    };

    /// <summary>Parses an incident ID; returns null and adds an error when it is malformed.</summary>
    public static Guid? ParseIncident(ArgumentResult result)
    {
        if (Guid.TryParse(result.Tokens[0].Value, out var id))
        {
            return id;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not an incident's id: 'probefleet incidents --state all' lists them.");
        return null;
    }

    /// <summary>Parses the number of a configuration's version; returns null and adds an error when it is malformed.</summary>
    public static long? ParseVersion(ArgumentResult result)
    {
        if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a version's number: 'probefleet config history' lists those that are kept.");
        return null;
    }

    private static int? ParseCount(ArgumentResult result, string name)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1)
        {
            return count;
        }

        result.AddError($"{name} '{result.Tokens[0].Value}' is not a whole number from 1 up.");
        return null;
    }

    private static TimeSpan? ParseDuration(ArgumentResult result, string name, TimeSpan least, TimeSpan most)
    {
        var text = result.Tokens[0].Value;
        if (Parse(text) is { } duration && duration >= least && duration <= most)
        {
            return duration;
        }

        result.AddError($"{name} '{text}' is not a duration from {Short(least)} to {Short(most)}: write it as 1500ms, 20s, 2m or "
            + "00:00:20.");
        return null;
    }

    private static TimeSpan? Parse(string text)
    {
        if (Shape.Match(text) is { Success: true } match
            && double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number < 1e9)
        {
            return match.Groups[2].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
    }

    private static string Short(TimeSpan duration) =>
        duration.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalHours:0.#}h")
        : duration.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0.#}m")
        : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#}s");

    [GeneratedRegex(@"\A([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)?\z")]
    private static partial Regex Shape { get; }
}
