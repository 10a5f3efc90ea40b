using System.Globalization;
using System.Text;

namespace ProbeFleet.Storage.Rows;

/// <summary>A long text in several columns: <c>Json</c>, <c>Json2</c>, <c>Json3</c>, … A column holds at most 64 KiB of UTF-16.</summary>
internal static class TextColumns
{
    /// <summary>15 columns of 32,000 characters: 960,000 of a row's 1,048,576 bytes, and room for all other columns.</summary>
    public const int MostCharacters = MostColumns * ColumnCharacters;

    private const int ColumnCharacters = 32_000;
    private const int MostColumns = 15;

    /// <summary>Whether one row has room for the text; a column may be one short, so as to part no surrogate pair.</summary>
    public static bool Holds(string text) => text.Length <= MostCharacters - MostColumns;

    public static void Write(TableEntity row, string column, string text)
    {
        if (!Holds(text))
        {
            throw new ArgumentOutOfRangeException(nameof(text), text.Length, "The text is too long for one row.");
        }

        var from = 0;
        for (var number = 1; from < text.Length || number == 1; number++)
        {
            var length = Math.Min(ColumnCharacters, text.Length - from);
            if (from + length < text.Length && char.IsHighSurrogate(text[from + length - 1]))
            {
                length--;
            }

            row[Name(column, number)] = text.Substring(from, length);
            from += length;
        }
    }

    public static string Read(TableEntity row, string column)
    {
        var text = new StringBuilder(row.Required<string>(column));
        for (var number = 2; row.Optional<string>(Name(column, number)) is { } part; number++)
        {
            text.Append(part);
        }

        return text.ToString();
    }

    private static string Name(string column, int number) => number == 1 ? column : column + number.ToString(CultureInfo.InvariantCulture);
}
