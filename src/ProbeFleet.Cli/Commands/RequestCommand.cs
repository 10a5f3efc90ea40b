using ProbeFleet.Cli.Snippets;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet request</c>: prints the minimal same-route request, to be run where probefleet cannot be installed.</summary>
internal static class RequestCommand
{
    private static readonly Dictionary<string, Func<SnippetRequest, string>> Languages = new(StringComparer.Ordinal)
    {
        ["curl"] = CurlSnippet.Write,
        ["python"] = RuntimeSnippet.Python,
        ["node"] = RuntimeSnippet.Node,
        ["csharp"] = CsharpSnippet.Write,
    };

    public static Command Create(CliSurroundings surroundings)
    {
        var targets = new TargetOptions();
        var route = new Argument<string?>("ROUTE")
        {
            Description = "A route of the configuration; not needed with --base-url.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var language = new Option<string>("--as")
        {
            Description = "The language. None needs a package; python and node use the workload's own where it is installed.",
            HelpName = string.Join('|', Languages.Keys),
            Required = true,
        };
        language.AcceptOnlyFromAmong([.. Languages.Keys]);
        return new Command("request", "Print the minimal same-route request, to run inside any container.") { route, language, targets }
            .Does(async (parsed, cancellationToken) =>
            {
                var found = await targets.ReadAsync(parsed, surroundings, cancellationToken);
                var chosen = parsed.GetValue(route) is { } name ? found.Find(name) : found.Only();
                var text = Languages[parsed.GetRequiredValue(language)](SnippetRequest.From(chosen, found.Configuration.Probe));
                await surroundings.Raw.WriteLineAsync(text.AsMemory(), cancellationToken);
                return ExitCodes.Healthy;
            });
    }
}
