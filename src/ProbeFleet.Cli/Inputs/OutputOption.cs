namespace ProbeFleet.Cli.Inputs;

/// <summary>Makes the option <c>--output</c>.</summary>
internal static class OutputOption
{
    /// <param name="formats">The formats; the first is the default.</param>
    public static Option<string> Create(params string[] formats)
    {
        var option = new Option<string>("--output")
        {
            Description = "How it is written.",
            HelpName = string.Join('|', formats),
            DefaultValueFactory = _ => formats[0],
        };
        return option.AcceptOnlyFromAmong(formats);
    }
}
