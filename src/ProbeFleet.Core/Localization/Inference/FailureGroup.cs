namespace ProbeFleet.Core.Localization.Inference;

/// <summary>Failures that a hypothesis cannot tell apart: of one round, symptom and view, on paths that cross the same members.</summary>
internal sealed class FailureGroup
{
    /// <summary>The members that the failures' paths cross, as bits.</summary>
    public required int Mask { get; init; }

    public required int View { get; init; }

    public required int Round { get; init; }

    public required int Symptom { get; init; }

    public int Count { get; set; }

    /// <summary>How probable it is that no member made these failures.</summary>
    public double Unexplained { get; set; }

    /// <summary>The member that most probably made these failures; -1 for chance.</summary>
    public int Maker { get; set; }

    public bool Touches(int member) => (Mask & (1 << member)) != 0;
}
