using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Benchmarks.Localization.Baselines;

/// <summary>
/// Flock (2023): each probe fails with one fixed rate when it meets a fault and with another when not; greedy over sets of faults.
/// Typed: the symptom is drawn from the fixed table of typical symptoms, once per probe.
/// </summary>
internal static class FixedRateBayes
{
    private const double Chance = .01;
    private const double PriorLogOdds = -6.5;

    public static Prediction Judge(BaselineEvidence evidence, double rate)
    {
        var matrix = evidence.Matrix;
        var failing = new double[matrix.Failures.Length];
        Array.Fill(failing, Chance);
        var hit = new bool[matrix.Paths.Count];
        List<(int Component, double Claim)> blamed = [];
        while (blamed.Count < 5)
        {
            var gains = Enumerable.Range(0, matrix.Components.Count).Select(
                component => Gain(evidence, component, rate, failing, hit) + PriorLogOdds).ToArray();
            var top = Array.IndexOf(gains, gains.Max());
            if (gains[top] <= 0 || blamed.Any(item => item.Component == top))
            {
                break;
            }

            blamed.Add((top, Math.Min(.99, 1 / (Math.Exp(-gains[top]) + gains.Sum(gain => Math.Exp(gain - gains[top]))))));
            foreach (var path in matrix.PathsOf[top])
            {
                hit[path] = true;
                foreach (var at in matrix.FailuresOf[path])
                {
                    failing[at] = Math.Max(failing[at], rate * Emission(evidence, top, matrix.Failures[at]));
                }
            }
        }

        var said = evidence.Accuse(blamed.Select(item => item.Component));
        var claims = blamed.ToDictionary(item => matrix.Components[item.Component].Name, item => item.Claim);
        return said with { Claims = claims };
    }

    private static double Gain(BaselineEvidence evidence, int component, double rate, double[] failing, bool[] hit)
    {
        var gain = 0.0;
        foreach (var path in evidence.Matrix.PathsOf[component])
        {
            foreach (var at in evidence.Matrix.FailuresOf[path])
            {
                gain += Math.Max(0, Math.Log(rate * Emission(evidence, component, evidence.Matrix.Failures[at]) / failing[at]));
            }

            if (!hit[path])
            {
                gain += (evidence.Seen[path] - evidence.Matrix.FailuresOf[path].Length) * Math.Log(1 - rate);
            }
        }

        return gain;
    }

    // Against a background of Chance spread over all symptoms, the table's share is a ratio to even.
    private static double Emission(BaselineEvidence evidence, int component, EvidenceMatrix.Failure failure) =>
        evidence.Typed ? Math.Max(1e-6, evidence.Weight(component, failure) * 8) : 1;
}
