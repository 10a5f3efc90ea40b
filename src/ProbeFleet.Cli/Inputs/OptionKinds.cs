using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Makes the kinds of options and arguments.</summary>
internal static partial class OptionKinds
{
    /// <summary>Longer than any option allows, and far from where a duration overflows.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(10_000);

    /// <summary>An option whose value is taken as it is given.</summary>
    public static Option<string?> Text(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
    };

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

    /// <summary>An option whose values are these words.</summary>
    /// <param name="words">The words; the first is the default.</param>
    public static Option<string> Word(string name, string description, params string[] words)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => words[0],
        };
        return option.AcceptOnlyFromAmong(words);
    }

    /// <summary>The option <c>--output</c>.</summary>
    /// <param name="formats">The formats; the first is the default.</param>
    public static Option<string> Output(params string[] formats) => Word("--output", "How it is written.", formats);

    /// <summary>An option for a duration such as <c>1500ms</c>, <c>20s</c>, <c>2m</c>, <c>20</c> (seconds) or <c>00:00:20</c>.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result => Read(
            result,
            text => Parse(text) is { } duration && duration >= least && duration <= most ? duration : (TimeSpan?)null,
            text => $"{name} '{text}' is not a duration from {Short(least)} to {Short(most)}: write it as 1500ms, 20s, 2m or 00:00:20."),
    };

    /// <summary>An option for a whole number from 1 up.</summary>
    public static Option<int?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Read(
            result,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 ? count : (int?)null,
            text => $"{name} '{text}' is not a whole number from 1 up."),
    };

    /// <summary>The option <c>--incident</c>, whose value is an incident's ID.</summary>
    public static Option<Guid?> Incident(string description) => new("--incident")
    {
        Description = description,
        HelpName = "ID",
        CustomParser = ParseIncident,
    };

    /// <summary>Parses an incident ID; returns null and adds an error when it is malformed.</summary>
    public static Guid? ParseIncident(ArgumentResult result) => Read(
        result,
        text => Guid.TryParse(text, out var id) ? id : (Guid?)null,
        text => $"'{text}' is not an incident's id: 'probefleet incidents --state all' lists them.");

    /// <summary>An argument for the number of a configuration's version.</summary>
    public static Argument<long?> Version(string description, ArgumentArity arity) => new("VERSION")
    {
        Description = description,
        Arity = arity,
        CustomParser = result => Read(
            result,
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (long?)null,
            text => $"'{text}' is not a version's number: 'probefleet config history' lists those that are kept."),
    };

    private static T? Read<T>(ArgumentResult result, Func<string, T?> parse, Func<string, string> complain)
        where T : struct
    {
        var text = result.Tokens[0].Value;
        var value = parse(text);
        if (value is null)
        {
            result.AddError(complain(text));
        }

        return value;
    }

    private static TimeSpan? Parse(string text)
    {
        if (Shape.Match(text) is { Success: true } match
            && double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var unit = match.Groups[2].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(1),
                "m" => TimeSpan.FromMinutes(1),
                "h" => TimeSpan.FromHours(1),
                _ => TimeSpan.FromSeconds(1),
            };
            return number < Longest / unit ? number * unit : null;
        }

        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
    }

    private static string Short(TimeSpan duration) =>
        duration.TotalHours >= 1 ? $"{duration.TotalHours:0.#}h"
        : duration.TotalMinutes >= 1 ? $"{duration.TotalMinutes:0.#}m"
        : $"{duration.TotalSeconds:0.#}s";

    [GeneratedRegex(@"\A([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)?\z")]
    private static partial Regex Shape { get; }
}
