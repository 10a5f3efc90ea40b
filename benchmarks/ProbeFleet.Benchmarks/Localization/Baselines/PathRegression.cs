using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Benchmarks.Localization.Baselines;

/// <summary>
/// NetBouncer (Tan 2019): success rates of components that multiply to the paths' rates, by regularized least squares and coordinate
/// descent. Typed: one regression per group of symptoms over the components that typically give it.
/// </summary>
internal static class PathRegression
{
    private const double Lambda = 1;
    private const int Sweeps = 20;

    private static readonly (Symptom From, Symptom To)[] Groups =
    [
        (Symptom.Token, Symptom.LocalConfiguration), (Symptom.DnsName, Symptom.DnsTimeout), (Symptom.TcpRefused, Symptom.TcpReset),
        (Symptom.ProxyUnreachable, Symptom.ProxyFailed), (Symptom.TlsTrust, Symptom.TlsOther),
        (Symptom.HeaderTimeout, Symptom.ServerErrorUnsigned),
        (Symptom.Unauthorized, Symptom.BadRequest), (Symptom.RateLimit, Symptom.GatewayLimit), (Symptom.GatewayError, Symptom.Unclassified),
    ];

    public static Prediction Judge(BaselineEvidence evidence, double loss)
    {
        var groups = evidence.Typed ? Groups : [(Symptom.Token, Symptom.Unclassified)];
        return evidence.Accuse(groups.SelectMany(group => Fit(evidence, group.Item1, group.Item2))
            .Where(item => item.Loss >= loss).OrderByDescending(item => item.Loss).Take(5).Select(item => item.Component));
    }

    private static IEnumerable<(int Component, double Loss)> Fit(BaselineEvidence evidence, Symptom from, Symptom to)
    {
        var matrix = evidence.Matrix;
        bool InGroup(EvidenceMatrix.Failure failure) => failure.Symptom >= (int)from && failure.Symptom <= (int)to;
        var rate = Enumerable.Range(0, matrix.Paths.Count).Select(
            path => 1 - (evidence.FailuresOf(path).Count(InGroup) / (double)evidence.Seen[path])).ToArray();
        var allowed = Enumerable.Range(0, matrix.Components.Count).Select(
            component => !evidence.Typed || MassIn(evidence, component, from, to) >= .15).ToArray();
        var good = Enumerable.Range(0, matrix.Paths.Count).Where(path => rate[path] >= 1).SelectMany(
            path => matrix.Crossed[path]).ToHashSet();
        var x = Enumerable.Repeat(1.0, matrix.Components.Count).ToArray();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var component = 0; component < x.Length; component++)
            {
                if (!allowed[component] || good.Contains(component))
                {
                    continue;
                }

                var (yt, tt) = (0.0, 0.0);
                foreach (var path in matrix.PathsOf[component])
                {
                    var t = matrix.Crossed[path].Where(other => other != component).Aggregate(1.0, (product, other) => product * x[other]);
                    (yt, tt) = (yt + (rate[path] * t), tt + (t * t));
                }

                var denominator = 2 * (tt - Lambda);
                x[component] = denominator > 1e-9
                    ? Math.Clamp(((2 * yt) - Lambda) / denominator, 0, 1)
                    : Math.Clamp(yt / Math.Max(tt, 1e-9), 0, 1);
            }
        }

        return x.Index().Select(item => (item.Index, 1 - item.Item));
    }

    private static double MassIn(BaselineEvidence evidence, int component, Symptom from, Symptom to) =>
        SymptomTable.Default.Typical(evidence.Matrix.Components[component].Kind, 0)[(int)from..((int)to + 1)].Sum();
}
