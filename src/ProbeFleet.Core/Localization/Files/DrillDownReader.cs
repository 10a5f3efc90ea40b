using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Localization.Files;

/// <summary>
/// Reads what localization uses of a result's <c>drillDown</c>: its variants, and whether its addresses accepted a connection.
/// </summary>
internal static class DrillDownReader
{
    public static DrillDown Read(JsonMembers look) => new()
    {
        Variants = look["variants"] is { IsList: true } variants
            ? [.. variants.AsItems().Select(item => item.AsObject()).OfType<JsonMembers>().Select(ReadVariant)]
            : null,
        Addresses = look["addresses"] is { IsList: true } addresses
            ? [.. addresses.AsItems().Select(item => item.AsObject()).OfType<JsonMembers>().Select(ReadAddress)]
            : null,
    };

    private static VariantOutcome ReadVariant(JsonMembers members) => new()
    {
        Variant = members.Required("variant")?.AsOneOf<ProbeVariant>() ?? ProbeVariant.Full,
        ReachedApi = members["reachedApi"]?.AsFlag() ?? false,
        Break = members["break"]?.AsOneOf<Stage>(),
        Status = members["status"]?.AsInteger(),
    };

    private static AddressAttempt ReadAddress(JsonMembers members) => new()
    {
        Endpoint = members["endpoint"]?.AsText() ?? "",
        Duration = TimeSpan.Zero,
        Failure = members["failure"]?.AsObject() is { } failure ? ReadFailure(failure) : null,
    };

    private static StageFailure ReadFailure(JsonMembers members) =>
        new(members["kind"]?.AsOneOf<FailureKind>() ?? FailureKind.Unclassified, members["detail"]?.AsText() ?? "");
}
