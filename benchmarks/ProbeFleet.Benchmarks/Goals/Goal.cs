using System.Globalization;

namespace ProbeFleet.Benchmarks.Goals;

/// <summary>A figure beside its goal.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Measured">The figure; NaN where this machine lacks what it takes.</param>
/// <param name="Most">The goal: at most this.</param>
/// <param name="Unit">Written after both.</param>
internal sealed record Goal(string What, double Measured, double Most, string Unit)
{
    /// <summary>By how much a goal may be missed before the run fails: machines differ, and other programs run beside it.</summary>
    private const double Tolerance = 1.2;

    public static string Header => "| what | measured | goal | |\n|---|--:|--:|---|";

    /// <summary>Whether it is missed by more than 20 %.</summary>
    public bool IsFailed => Measured > Most * Tolerance;

    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {What} | {(double.IsNaN(Measured) ? "" : $"{Measured:0.00} {Unit}")} | {Most:0.##} {Unit} | {Verdict} |");

    private string Verdict => double.IsNaN(Measured) ? "not measured"
        : Measured <= Most ? "met"
        : IsFailed ? "**missed by more than 20 %**"
        : "missed";
}
