using System.Text.Json;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Storage.Incidents;

/// <summary>An incident's row: the whole incident as JSON, its outbox beside it, and the columns that are searched.</summary>
internal static class IncidentRow
{
    public const string Partition = "fleet";

    private const string JsonColumn = "Json";
    private const string OutboxColumn = "Outbox";

    /// <summary>The incident's part of a row's 1 MiB.</summary>
    private const int MostJsonCharacters = 380_000;

    /// <summary>A component's name is shorter; a longer text is none.</summary>
    private const int MostNameCharacters = 1_000;

    /// <summary>The pairs of vantage and route that the shortest version names.</summary>
    private const int FewAffected = 400;

    public static TableEntity Write(StoredIncident stored)
    {
        var incident = stored.Incident;
        if (TimeOrderedId.InstantOf(incident.Id) != KeyPart.WholeMilliseconds(incident.OpenedAt))
        {
            throw new ArgumentException("An incident's id is of version 7 and holds the time of its opening.", nameof(stored));
        }

        var row = new TableEntity(Partition, TimeOrderedId.KeyOf(incident.Id)!)
        {
            [RowReader.SchemaColumn] = RowReader.Schema,
            ["State"] = WireWord.Of(incident.State),
            ["IsActive"] = stored.IsActive,
            ["Owner"] = WireWord.Of(incident.Owner),
            ["Component"] = incident.Component?.Name,
            ["OpenedAt"] = KeyPart.WholeMilliseconds(incident.OpenedAt),
            ["UpdatedAt"] = KeyPart.WholeMilliseconds(incident.UpdatedAt),
            ["ClosedAt"] = incident.ClosedAt is { } closed ? KeyPart.WholeMilliseconds(closed) : null,
        };
        TextColumns.Write(row, JsonColumn, JsonOf(incident));
        TextColumns.Write(row, OutboxColumn, OutboxBound.TextOf(OutboxBound.Keep(stored.Outbox).Kept));
        return row;
    }

    public static StoredIncident Read(TableEntity row)
    {
        var incident = JsonSerializer.Deserialize(TextColumns.Read(row, JsonColumn), ProbeFleetJson.Default.Incident)
            ?? throw new FormatException("The incident is null.");
        var outbox = JsonSerializer.Deserialize(
            TextColumns.Read(row, OutboxColumn), ProbeFleetJson.Default.IReadOnlyListPendingNotice) ?? [];
        return incident.Schema == Incident.CurrentSchema
            ? new(incident, outbox, row.ETag)
            : throw new FormatException(
                $"The incident has schema {incident.Schema}, and this version reads {Incident.CurrentSchema}: update it.");
    }

    /// <summary>What the other columns of an incident that cannot be read still say.</summary>
    public static UnreadableIncident Outline(UnreadableRow bad, TableEntity row) => new(bad.PartitionKey, bad.RowKey, bad.Reason)
    {
        WrittenAt = bad.WrittenAt,
        Id = bad.RowKey.Split('|') is [_, var id] && Guid.TryParseExact(id, "D", out var known) ? known : null,
        MayBeOpen = TextOf(row, "State") is not { } state || WireWord.Find<IncidentState>(state) is null or IncidentState.Open,
        Component = TextOf(row, "Component"),
    };

    private static string? TextOf(TableEntity row, string column) =>
        row.TryGetValue(column, out var value) && value is string { Length: > 0 and <= MostNameCharacters } text ? text : null;

    /// <summary>An incident that is too long for its row loses the least needed parts first.</summary>
    private static string JsonOf(Incident incident)
    {
        var text = Serialize(incident);
        foreach (var shorter in Shorter(incident))
        {
            if (text.Length <= MostJsonCharacters)
            {
                break;
            }

            text = Serialize(shorter);
        }

        return text;
    }

    private static IEnumerable<Incident> Shorter(Incident incident)
    {
        var brief = incident with
        {
            Localization = incident.Localization is { } localization
                ? localization with
                {
                    Suspects = [.. localization.Suspects.Take(10)],
                    NotComparable = [],
                    Silent = [.. localization.Silent.Take(20)]
                }
                : null,
        };
        yield return brief;
        brief = brief with
        {
            Verifications = [.. brief.Verifications.TakeLast(1)],
            Timeline = [.. brief.Timeline.Take(1), .. brief.Timeline.Skip(1).TakeLast(40)],
        };
        yield return brief;
        yield return brief with
        {
            Affected = [.. brief.Affected.Take(FewAffected)],

            // The greater count and not the sum: a judge names again what still fails, and it would be counted in each version.
            AffectedBeyond = Math.Max(brief.AffectedBeyond, brief.Affected.Count - FewAffected),
            Verifications = [],
            Localization = brief.Localization is { } located ? VerdictOf(located) : null,
        };
    }

    /// <summary>The verdict and what its evidence lacked: a packet says both.</summary>
    private static FaultLocalization VerdictOf(FaultLocalization located) => located with
    {
        Suspects = [.. located.Suspects.Take(1).Select(one => one with { For = [], Against = [], HeldTo = [.. one.HeldTo.Take(20)] })],
        Indistinguishable = [],
        Blips = [],
        Silent = [],
        UnreadableVantages = located.UnreadableVantages?.Take(FewAffected).ToList(),
    };

    private static string Serialize(Incident incident) => JsonSerializer.Serialize(incident, ProbeFleetJson.Default.Incident);
}
