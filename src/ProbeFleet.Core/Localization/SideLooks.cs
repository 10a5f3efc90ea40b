using System.Net;
using System.Net.Sockets;
using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Localization;

/// <summary>
/// What a drill-down says of other ways than its failed probe's. Of the variants that leave more and more of the way out (list-models,
/// keyless) the longest that passed and the shortest that failed say all; the same way without the SDK says nothing of it. A way in place
/// of a part counts only when it was open. What is refused for where it comes from, and without a key as well, is not refused for its key.
/// </summary>
internal static class SideLooks
{
    /// <returns>The looks that count; null when none does.</returns>
    /// <param name="status">The failed probe's own.</param>
    public static IReadOnlyList<SideLook>? Find(DrillDown look, ProbeDepth depth, Stage? broken, Cause cause, int? status)
    {
        var refusesPlace = CauseCatalog.Find(cause).Symptom is Symptom.NetworkRule or Symptom.PublicAddress;
        var variants = (look.Variants ?? []).ToLookup(outcome => outcome.Variant);
        SideLook[] shorter =
            [.. new[] { ProbeVariant.ListModels, ProbeVariant.Keyless }.SelectMany(
                variant => variants[variant].Take(1)).Select(Find).OfType<SideLook>()];
        List<SideLook> looks =
        [
            .. shorter.Where(one => one.Cause is Cause.Ok).Take(1),
            .. shorter.Where(one => one.Cause is not Cause.Ok).TakeLast(1),
            .. variants.Where(variant => Replaces(variant.Key)).Select(variant => Find(variant.First())).OfType<SideLook>().Where(
                one => one.Cause is Cause.Ok),
        ];
        if (broken is Stage.Connect && AnotherAddressConnects(look.Addresses ?? []))
        {
            looks.Add(new() { Variant = ProbeVariant.Full, Depth = ProbeDepth.Path, OnlyConnects = true });
        }

        return looks is [] ? null : looks;

        // An API's refusal proves the way to it and nothing behind. What fails at the same stage fails alike; what fails elsewhere is not
        // comparable.
        SideLook? Find(VariantOutcome outcome) => outcome switch
        {
            { ReachedApi: true, Status: { } again } when refusesPlace && again == status && !Replaces(outcome.Variant) =>
                new() { Variant = outcome.Variant, Depth = depth, Cause = cause },
            { ReachedApi: true, Status: null or < 300 } => new() { Variant = outcome.Variant, Depth = depth },
            { ReachedApi: true, Status: < 500 } => new() { Variant = outcome.Variant, Depth = ProbeDepth.Path },
            { Break: { } stage } when stage == broken => new() { Variant = outcome.Variant, Depth = depth, Cause = cause },
            _ => null,
        };
    }

    /// <summary>
    /// Whether the variant takes another way in place of a part (another resolver, past the proxy, the system's trust store): in many
    /// networks that way is closed at all times, so that it is closed says nothing.
    /// </summary>
    public static bool Replaces(ProbeVariant variant) =>
        variant is ProbeVariant.NoProxy or ProbeVariant.OtherResolver or ProbeVariant.SystemTrust;

    /// <summary>Whether of two addresses of one family one connects and the other does not: one family may be broken as a whole.</summary>
    private static bool AnotherAddressConnects(IReadOnlyList<AddressAttempt> attempts) => attempts
        .GroupBy(attempt => IPEndPoint.TryParse(attempt.Endpoint, out var endpoint) ? endpoint.AddressFamily : AddressFamily.Unknown)
        .Any(family => family.Any(attempt => attempt.Failure is null) && family.Any(attempt => attempt.Failure is not null));
}
