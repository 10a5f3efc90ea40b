using System.Globalization;
using System.Xml;

namespace Azure.Data.Tables.Wire;

/// <summary>A value as it stands in a filter.</summary>
internal static class ODataLiteral
{
    public static string Of(object? value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool truth => truth ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => $"{number.ToString(CultureInfo.InvariantCulture)}L",
        double number => XmlConvert.ToString(number),
        Guid id => $"guid'{id}'",
        DateTimeOffset instant => $"datetime'{EntityJson.Text(instant)}'",
        DateTime instant => $"datetime'{EntityJson.Text(instant)}'",
        byte[] bytes => $"X'{Convert.ToHexStringLower(bytes)}'",
        null => throw new ArgumentException("A filter cannot compare with null.", nameof(value)),
        _ => throw new ArgumentException($"A filter cannot compare with a {value.GetType().Name}.", nameof(value)),
    };
}
