using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The name of a vantage; it follows the same rule as <see cref="RouteName"/>.</summary>
[JsonConverter(typeof(NameConverter<VantageName>))]
public readonly record struct VantageName : IName<VantageName>
{
    private readonly string? _value;

    /// <summary>Makes a name from text.</summary>
    /// <exception cref="FormatException">The text is not a valid name.</exception>
    public VantageName(string value) =>
        _value = RouteName.IsValid(value) ? value : throw new FormatException($"'{value}' is not a vantage name: {RouteName.Rule}");

    /// <inheritdoc/>
    public static VantageName From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
