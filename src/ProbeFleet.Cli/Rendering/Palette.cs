namespace ProbeFleet.Cli.Rendering;

/// <summary>The colours. Nothing is expressed by colour alone.</summary>
internal static class Palette
{
    public static Style Good { get; } = new(Color.Green, decoration: Decoration.Bold);

    public static Style Bad { get; } = new(Color.Red, decoration: Decoration.Bold);

    public static Style Warning { get; } = new(Color.Yellow, decoration: Decoration.Bold);

    public static Style Quiet { get; } = new(Color.Grey);

    public static Style StyleFor(ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Passed => Good,
        ProbeOutcome.Failed => Bad,
    };
}
