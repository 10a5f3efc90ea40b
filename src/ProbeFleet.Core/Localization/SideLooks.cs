using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Localization;

/// <summary>
/// The ways that a drill-down found open while its probe failed. What it found closed counts for nothing: a part of the same way fails as the probe did, which is
/// known already, and a way in place of a part (another resolver, past the proxy, the system's trust store) is closed in many networks at all times.
/// </summary>
internal static class SideLooks
{
    /// <param name="look">The drill-down.</param>
    /// <param name="depth">How far the failed probe was asked to go.</param>
    /// <param name="broken">Its first failed stage.</param>
    /// <returns>The ways; null when none was open.</returns>
    public static IReadOnlyList<SideLook>? Of(DrillDown look, ProbeDepth depth, Stage? broken)
    {
        IEnumerable<VariantOutcome> variants = [.. look.WithoutSdk is { } plain ? [plain] : Array.Empty<VariantOutcome>(), .. look.Variants ?? []];
        List<SideLook> open = [.. variants.Select(outcome => Of(outcome, depth)).OfType<SideLook>()];
        if (broken is Stage.Connect && (look.Addresses ?? []).Any(attempt => attempt.Failure is null))
        {
            open.Add(new() { Variant = ProbeVariant.Full, Depth = ProbeDepth.Path, OnlyConnects = true });
        }

        return open is [] ? null : open;
    }

    /// <summary>Whether the variant takes another way in place of a part, which may never have been open.</summary>
    public static bool Replaces(ProbeVariant variant) => variant is ProbeVariant.NoProxy or ProbeVariant.OtherResolver or ProbeVariant.SystemTrust;

    private static SideLook? Of(VariantOutcome outcome, ProbeDepth depth) => outcome switch
    {
        { ReachedApi: true, Status: null or < 300 } => new() { Variant = outcome.Variant, Depth = depth },

        // An API's refusal proves the way to it and nothing behind.
        { ReachedApi: true, Status: < 500 } => new() { Variant = outcome.Variant, Depth = ProbeDepth.Path },
        _ => null,
    };
}
