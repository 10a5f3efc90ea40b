using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Model;

/// <summary>
/// The name of a route: 1 to 63 letters, digits, '-', '_' or '.', beginning with a letter or digit. Table Storage keys, URL segments and
/// metric labels all accept these characters without escaping.
/// </summary>
[JsonConverter(typeof(NameConverter<RouteName>))]
public readonly partial record struct RouteName : IName<RouteName>
{
    private readonly string? _value;

    /// <summary>Makes a name from text.</summary>
    /// <exception cref="FormatException">The text is not a valid name.</exception>
    public RouteName(string value) =>
        _value = IsValid(value) ? value : throw new FormatException($"'{value}' is not a route name: {Rule}");

    /// <summary>The rule in words, for error messages.</summary>
    public static string Rule => "1 to 63 letters, digits, '-', '_' or '.', beginning with a letter or digit.";

    /// <summary>Whether the text is a valid name.</summary>
    public static bool IsValid(string? value) => value is not null && Shape.IsMatch(value);

    /// <inheritdoc/>
    public static RouteName From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    internal static partial Regex Shape { get; }
}
