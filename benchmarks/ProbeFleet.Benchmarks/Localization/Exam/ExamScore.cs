using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Benchmarks.Localization.Exam;

/// <summary>How good a localization of one exam incident is.</summary>
internal sealed record ExamScore
{
    public required ExamCase Case { get; init; }

    public required bool CoarseOwner { get; init; }

    public required bool TopOne { get; init; }

    public required bool Covered { get; init; }

    public required bool Exact { get; init; }

    public required bool Accuses { get; init; }

    public required IReadOnlyList<(double Claim, bool Right)> Claims { get; init; }

    public bool Faint => Case.Faults.Count > 0 && Case.Faults.All(fault => fault.Faint);

    public static ExamScore Of(ExamCase exam, FaultLocalization said)
    {
        var faults = exam.Faults;
        var (component, none) = (said.Verdict.Component?.Name, said.Verdict.Owner is Owner.None);
        HashSet<string> accused = none
            ? []
            : [.. said.Suspects.Where(suspect => suspect.Probability >= .5).Select(suspect => suspect.Component.Name)];
        if (!none && component is not null)
        {
            accused.Add(component);
        }

        return new()
        {
            Case = exam,
            CoarseOwner = faults is []
                ? none
                : faults.SelectMany(fault => fault.Owners).Any(owner => Coarse(owner) == Coarse(said.Verdict.Owner)),
            TopOne = faults is [] ? none : !none && component is not null && exam.IsTrue(component),
            Covered = faults is [] ? none || said.CredibleSet.Contains(Prediction.Nothing) : said.CredibleSet.Any(exam.IsTrue),
            Exact = IsExact(exam, accused),
            Accuses = accused.Count > 0,
            Claims = [.. said.Suspects.Select(suspect => (suspect.Probability, exam.IsTrue(suspect.Component.Name)))],
        };
    }

    /// <summary>Whether a set of accusations is true and leaves out no fault.</summary>
    public static bool IsExact(ExamCase exam, IReadOnlyCollection<string> accused) => exam.Faults is [] ? accused.Count == 0
        : accused.Count > 0 && accused.All(exam.IsTrue) && exam.Faults.Where(fault => !fault.Faint).All(fault => fault.IsFoundBy(accused));

    private static string Coarse(Owner owner) => Score.Coarse(owner);

    private static string Coarse(string owner) => owner switch
    {
        "connection-path" => Coarse(Owner.ConnectionPath),
        "route-provider" => Coarse(Owner.RouteProvider),
        "api-server" => Coarse(Owner.ApiServer),
        "none" => Coarse(Owner.None),
        "unknown" => Coarse(Owner.Unknown),
        _ => Coarse(Owner.Configuration),
    };
}
