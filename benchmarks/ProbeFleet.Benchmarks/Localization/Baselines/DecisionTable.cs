namespace ProbeFleet.Benchmarks.Localization.Baselines;

/// <summary>
/// What a good engineer does by hand: one vantage, its failing probes, the commonest symptom, and the table of what usually causes it.
/// </summary>
internal static class DecisionTable
{
    public static Prediction Judge(BaselineEvidence evidence, double fewest)
    {
        var matrix = evidence.Matrix;
        var here = Enumerable.Range(0, matrix.Paths.Count).GroupBy(path => matrix.Paths[path].Vantage)
            .MaxBy(group => group.Sum(path => matrix.FailuresOf[path].Length))?.ToList() ?? [];
        if (here.Sum(path => matrix.FailuresOf[path].Length) < fewest)
        {
            return evidence.Accuse([]);
        }

        var symptom = evidence.CommonSymptom(here);
        var worst = here.MaxBy(path => evidence.FailuresOf(path).Count(failure => failure.Symptom == symptom));
        var example = evidence.FailuresOf(worst).First(failure => failure.Symptom == symptom);
        return evidence.Accuse([matrix.Crossed[worst].MaxBy(component => evidence.Weight(component, example))]);
    }
}
