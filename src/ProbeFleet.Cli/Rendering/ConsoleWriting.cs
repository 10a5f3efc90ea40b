using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

internal static class ConsoleWriting
{
    public static void WriteAll(this IAnsiConsole console, IEnumerable<IRenderable> lines)
    {
        foreach (var line in lines)
        {
            console.Write(line);
        }
    }
}
