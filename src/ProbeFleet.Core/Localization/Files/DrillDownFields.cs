using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Localization.Files;

/// <summary>Reads what localization uses of a result's <c>drillDown</c>: its variants, and whether its addresses accepted a connection.</summary>
internal static class DrillDownFields
{
    public static DrillDown Read(JsonFields fields) => new()
    {
        Variants = fields.Has("variants", System.Text.Json.JsonValueKind.Array)
            ? [.. fields.Objects("variants").Select(item => ReadVariant(item, item.Choice("variant", ResultJson.Default.ProbeVariant, required: true)))]
            : null,
        Addresses = fields.Has("addresses", System.Text.Json.JsonValueKind.Array) ? [.. fields.Objects("addresses").Select(ReadAddress)] : null,
    };

    private static VariantOutcome ReadVariant(JsonFields fields, ProbeVariant? variant) => new()
    {
        Variant = variant ?? ProbeVariant.Full,
        ReachedApi = fields.Flag("reachedApi"),
        Break = fields.Choice("break", ResultJson.Default.Stage),
        Status = fields.Integer("status"),
    };

    private static AddressAttempt ReadAddress(JsonFields fields) => new()
    {
        Endpoint = fields.Text("endpoint") ?? "",
        Duration = TimeSpan.Zero,
        Failure = fields.Object("failure") is { } failure ? ReadFailure(failure) : null,
    };

    private static StageFailure ReadFailure(JsonFields fields) =>
        new(fields.Choice("kind", ResultJson.Default.FailureKind) ?? FailureKind.Unclassified, fields.Text("detail") ?? "");
}
