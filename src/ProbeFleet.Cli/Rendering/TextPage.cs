using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Collects the lines of a text. All of it is text, never markup, so a server cannot style or control a terminal.</summary>
internal sealed class TextPage(Glyphs glyphs)
{
    private static readonly Style Heading = new(decoration: Decoration.Bold);

    private readonly List<IRenderable> _lines = [];

    public Glyphs Glyphs => glyphs;

    public IReadOnlyList<IRenderable> Lines => _lines;

    public void Line(string lead, string body) => Line(lead, Style.Plain, body, Style.Plain);

    public void Line(string lead, Style leadStyle, string body, Style bodyStyle) =>
        _lines.Add(new HangingLine(glyphs.Clean(lead), leadStyle, glyphs.Clean(body), bodyStyle));

    public void Blank() => _lines.Add(new HangingLine("", ""));

    /// <summary>Adds a blank line, a heading and the lines below it; nothing when there are no lines.</summary>
    public void Section(string heading, IEnumerable<(string Lead, string Body)> items)
    {
        (string Lead, string Body)[] all = [.. items];
        if (all is [])
        {
            return;
        }

        Blank();
        Line("", Style.Plain, heading, Heading);
        foreach (var (lead, body) in all)
        {
            Line(lead, body);
        }
    }

    /// <summary>Adds a section whose lines all have the same lead.</summary>
    public void Section(string heading, IEnumerable<string> items, string lead = "  ") =>
        Section(heading, items.Select(item => (lead, item)));
}
