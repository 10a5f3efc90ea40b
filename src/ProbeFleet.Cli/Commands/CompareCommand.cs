using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Baselines;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet compare</c>: shows what changed between two results, or why they cannot be compared.</summary>
internal static class CompareCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var earlier = new Argument<string>("A.json") { Description = "The earlier result, as 'probe --output json' writes it." };
        var later = new Argument<string>("B.json") { Description = "The later result." };
        var route = OptionKinds.Text("--route", "NAME", "The route, when a file holds several.");
        return new Command("compare", "Say what changed between two results.") { earlier, later, route }
            .Does(async (parsed, cancellationToken) =>
            {
                var name = parsed.GetValue(route);
                var was = await ResultFile.ReadOneAsync(parsed.GetRequiredValue(earlier), name, surroundings, cancellationToken);
                var now = await ResultFile.ReadOneAsync(parsed.GetRequiredValue(later), name, surroundings, cancellationToken);
                if (RuntimeComparison.Compare(was, now) is { } runtimes)
                {
                    surroundings.Write(CompareText.Render(was, now, runtimes, surroundings.Glyphs));
                    return ExitCodes.Healthy;
                }

                var comparison = BaselineComparer.Compare(was, now);
                surroundings.Write(CompareText.Render(was, now, comparison, surroundings.Glyphs));
                return comparison.NotComparable is null ? ExitCodes.Healthy : ExitCodes.Usage;
            });
    }
}
