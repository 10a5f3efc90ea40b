namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// What a resolver can cause only by a false answer: what a probe meets at the address that it was given. A false record is of one name,
/// or of one zone; what unlike names have in common at their addresses lies on the way to them.
/// </summary>
internal static class FalseAnswers
{
    /// <summary>What it costs in nats that a fault of the component gives false addresses in several domains.</summary>
    public static double PriceOf(Component component, int[] paths, EvidenceMatrix evidence)
    {
        if (component.Kind is not ComponentKind.Dns)
        {
            return 0;
        }

        HashSet<string> domains = [];
        foreach (var path in evidence.FailingOf(paths))
        {
            var failures = evidence.FailuresOf[path];
            var behind = failures.Count(at => IsBehindAddress((Symptom)evidence.Failures[at].Symptom));
            if (behind > 1 && behind * 2 > failures.Length)
            {
                domains.Add(Scope.DomainOf(evidence.Names.Names[evidence.Names.Of[path]]));
            }
        }

        return Priors.FalseAnswerCost * Math.Max(0, domains.Count - 1);
    }

    private static bool IsBehindAddress(Symptom symptom) => symptom is Symptom.TcpRefused or Symptom.TcpTimeout or Symptom.TcpReset
        or Symptom.TlsTrust or Symptom.TlsIdentity or Symptom.TlsOther or Symptom.NotApi or Symptom.NetworkRule;
}
