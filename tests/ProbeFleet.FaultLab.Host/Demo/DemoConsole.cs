namespace ProbeFleet.FaultLab.Host.Demo;

/// <summary>What the demo writes: headings that stand out on a terminal, and lines below them.</summary>
internal static class DemoConsole
{
    private static readonly bool IsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    public static void Heading(string text) => Console.Out.WriteLine(IsTerminal ? $"\n\e[1m== {text}\e[0m" : $"\n== {text}");

    public static void Say(string text) => Console.Out.WriteLine(text);
}
