using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>
/// A line whose body wraps with a hanging indent below its lead. A word longer than the line (a URL, a command) is never broken, so that
/// it can be copied; and no line ends in white space.
/// </summary>
/// <param name="lead">The text before the body; its length is the indent.</param>
internal sealed class HangingLine(string lead, Style leadStyle, string body, Style bodyStyle) : Renderable
{
    // Longer lines are hard to read, however wide the window is.
    private const int Widest = 110;

    // In less space the body would be a column of single words.
    private const int NarrowestBody = 20;

    public HangingLine(string lead, string body)
        : this(lead, Style.Plain, body, Style.Plain)
    {
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var width = Math.Max(Math.Min(maxWidth, Widest) - lead.Length, NarrowestBody);
        var first = true;
        foreach (var line in WordWrap.LinesOf(body, width))
        {
            yield return first && line.Length == 0 ? new Segment(lead.TrimEnd(), leadStyle)
                : first ? new Segment(lead, leadStyle)
                : new Segment(new string(' ', lead.Length));
            if (line.Length > 0)
            {
                yield return new Segment(line, bodyStyle);
            }

            yield return Segment.LineBreak;
            first = false;
        }
    }
}
