using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Storage.Incidents;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Incidents;

/// <summary>A server of their own: lists look at the whole table.</summary>
public sealed class IncidentTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(Noon);
    private AzuriteServer _server = null!;
    private Account _account = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IncidentTable Incidents => _account.Stores.Incidents;

    public async ValueTask InitializeAsync()
    {
        _server = await azurite.StartAnotherAsync(Cancel);
        _account = new(_server.ConnectionString, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _account.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Write_TwoJudgesWithOneVersion_SecondIsRefused()
    {
        var stored = (await Incidents.WriteAsync(Stored(Noon), Cancel))!;
        Assert.Null(await Incidents.WriteAsync(stored with { Tag = default }, Cancel));

        Assert.NotNull(await Incidents.WriteAsync(stored with { Incident = stored.Incident with { Summary = "first" } }, Cancel));
        Assert.Null(await Incidents.WriteAsync(stored with { Incident = stored.Incident with { Summary = "second" } }, Cancel));

        var read = Assert.IsType<Reading<StoredIncident>.Found>(await Incidents.FindToChangeAsync(stored.Incident.Id, Cancel)).Value;
        Assert.Equal(("first", 1), (read.Incident.Summary, read.Outbox.Count));
        Assert.IsType<Reading<StoredIncident>.Absent>(await Incidents.FindToChangeAsync(Guid.CreateVersion7(Noon), Cancel));
        Assert.IsType<Reading<StoredIncident>.Absent>(await Incidents.FindToChangeAsync(Guid.NewGuid(), Cancel));
    }

    [Fact]
    public async Task Read_ManyIncidents_NewestFirstByStateAndActivity()
    {
        foreach (var minute in new[] { 3, 1, 2 })
        {
            await Incidents.WriteAsync(Stored(Noon.AddMinutes(minute)), Cancel);
        }

        await Incidents.WriteAsync(Closed(Noon.AddMinutes(4), told: false), Cancel);
        await Incidents.WriteAsync(Closed(Noon.AddMinutes(5), told: true), Cancel);

        Assert.Equal([5, 4, 3, 2, 1], Minutes(await Incidents.ReadNewestAsync(null, 100, Cancel)));
        Assert.Equal([5, 4], Minutes(await Incidents.ReadNewestAsync(null, 2, Cancel)));
        Assert.Equal([3, 2, 1], Minutes(await Incidents.ReadNewestAsync(IncidentState.Open, 100, Cancel)));
        Assert.Equal([4, 3, 2, 1], Minutes(await Incidents.ReadActiveAsync(Cancel)));
        _account.Forget();
        await Incidents.ReadActiveAsync(Cancel);
        Assert.Single(_account.Calls);
    }

    [Fact]
    public async Task Write_MoreThanARowHolds_KeepsTheStory()
    {
        var stored = Stored(Noon);
        var affected = Enumerable.Range(0, Incident.MostAffected).Select(number => Affected(number)).ToList();
        var large = stored.Incident with
        {
            Affected = affected,
            Verifications = [.. Enumerable.Range(0, 10).Select(number => Verification(affected, number))],
        };
        large = large.With(
        [
            .. Enumerable.Range(0, 300)
                .Select(number => new TimelineEntry(Noon.AddSeconds(number), TimelineKind.Seen, $"{number} {new string('→', 300)}")),
        ]);

        Assert.NotNull(await Incidents.WriteAsync(stored with { Incident = large }, Cancel));
        var read = Assert.IsType<Reading<StoredIncident>.Found>(await Incidents.FindToChangeAsync(large.Id, Cancel)).Value.Incident;
        Assert.StartsWith("0 ", read.Timeline[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("299 ", read.Timeline[^1].Text, StringComparison.Ordinal);
        Assert.InRange(read.Affected.Count, 400, 500);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(7, 100)]
    [InlineData(230, 230)]
    public async Task Write_SomeAffectedFindNoRoom_AreCountedAsBeyond(int before, int expected)
    {
        var stored = Stored(Noon);
        var large = stored.Incident with
        {
            Affected = [.. Enumerable.Range(0, Incident.MostAffected).Select(Affected)],
            AffectedBeyond = before,
            Timeline = [.. Enumerable.Range(0, 41)
                .Select(number => new TimelineEntry(Noon.AddSeconds(number), TimelineKind.Seen, new string('→', 900)))],
        };

        var written = (await Incidents.WriteAsync(stored with { Incident = large }, Cancel))!;
        var read = await ReadAsync(large.Id);
        Assert.Equal((400, expected), (read.Incident.Affected.Count, read.Incident.AffectedBeyond));

        // The next judge names them again, because they still fail, and they find no room again.
        var again = read.Incident with { Affected = large.Affected };
        Assert.NotNull(await Incidents.WriteAsync(written with { Incident = again }, Cancel));
        Assert.Equal(expected, (await ReadAsync(large.Id)).Incident.AffectedBeyond);
    }

    [Fact]
    public async Task Write_NoRoomForTheLocalization_KeepsItsVerdictAndWhatItLacked()
    {
        var stored = Stored(Noon);
        var large = stored.Incident with
        {
            Affected = [.. Enumerable.Range(0, Incident.MostAffected).Select(Affected)],
            Timeline = [.. Enumerable.Range(0, 41)
                .Select(number => new TimelineEntry(Noon.AddSeconds(number), TimelineKind.Seen, new string('→', 900)))],
            Localization = new()
            {
                Window = new(Noon.AddHours(-1), Noon),
                Verdict = new() { Owner = Owner.ConnectionPath, OwnerConfidence = .9, Confidence = .8, Summary = "The resolver does not know it." },
                Suspects = [],
                CredibleSet = ["dns:vnet"],
                Indistinguishable = [],
                Owners = [],
                NoFault = .01,
                IsPartial = true,
                UnreadableVantages = [new("prod-west")],
                Blips = [.. Enumerable.Range(0, 1_000).Select(number => $"front:host-{number}")],
            },
        };

        Assert.NotNull(await Incidents.WriteAsync(stored with { Incident = large }, Cancel));
        var kept = (await ReadAsync(large.Id)).Incident.Localization!;

        Assert.Equal(("The resolver does not know it.", true), (kept.Verdict.Summary, kept.IsPartial));
        Assert.Equal("prod-west", $"{Assert.Single(kept.UnreadableVantages!)}");
        Assert.Empty(kept.Blips);
    }

    [Fact]
    public async Task Detection_TwoJudges_SecondIsRefused()
    {
        Assert.Equal((new Reading<DetectionState>.Absent(), default), await Incidents.ReadDetectionAsync(Cancel));
        var groups = new Dictionary<string, GroupState> { ["dns:vnet"] = new() { Level = 12.5, Opened = [Noon] } };
        var state = new DetectionState(Noon, groups) { Cleared = new Dictionary<string, DateTimeOffset> { ["a → b"] = Noon } };
        Assert.True(await Incidents.WriteDetectionAsync(state, default, Cancel));
        Assert.False(await Incidents.WriteDetectionAsync(state, default, Cancel));

        var (reading, tag) = await Incidents.ReadDetectionAsync(Cancel);
        var read = Assert.IsType<Reading<DetectionState>.Found>(reading).Value;
        Assert.Equal((Noon, 12.5, Noon, Noon),
            (read.At, read.Groups["dns:vnet"].Level, read.Groups["dns:vnet"].Opened[0], read.Cleared["a → b"]));
        Assert.True(await Incidents.WriteDetectionAsync(state, tag, Cancel));
        Assert.False(await Incidents.WriteDetectionAsync(state, tag, Cancel));
    }

    [Fact]
    public async Task Purge_OldIncidents_DeletesClosedOnesOnly()
    {
        await Incidents.WriteAsync(Stored(Noon.AddDays(-100)), Cancel);
        await Incidents.WriteAsync(Closed(Noon.AddDays(-99), told: true), Cancel);
        await Incidents.WriteAsync(Closed(Noon.AddDays(-5), told: true), Cancel);
        await Incidents.WriteDetectionAsync(DetectionState.Beginning(Noon.AddDays(-90)), default, Cancel);

        var report = await _account.Stores.Retention.RunAsync(TimeSpan.FromDays(30), 100, Cancel);

        Assert.Equal(1, report.Rows);
        Assert.Equal(2, (await Incidents.ReadNewestAsync(null, 100, Cancel)).Values.Count);
        Assert.IsType<Reading<DetectionState>.Found>((await Incidents.ReadDetectionAsync(Cancel)).State);
    }

    [Fact]
    public async Task Pair_OneAccountAway_ReadsTheOther()
    {
        await using var other = await azurite.StartAnotherAsync(Cancel);
        using var second = new Account(other.ConnectionString, _clock);
        var storage = new FleetStorage(_account.Stores, second.Stores, _clock);
        var old = Stored(Noon);
        await Incidents.WriteAsync(old, Cancel);
        await second.Stores.Incidents.WriteAsync(
            old with { Incident = old.Incident with { UpdatedAt = Noon.AddMinutes(1), Summary = "newer" } }, Cancel);

        var merged = await storage.ReadIncidentsAsync(null, 10, Cancel);
        Assert.Equal(("newer", false), (Assert.Single(merged.Values).Incident.Summary, merged.IsPartial));
        await other.StopAsync();
        Assert.True((await storage.ReadIncidentsAsync(null, 10, Cancel)).IsPartial);
        Assert.IsType<Reading<StoredIncident>.Found>(await storage.FindIncidentAsync(old.Incident.Id, Cancel));
        await Assert.ThrowsAsync<StorageException>(() => storage.FindIncidentAsync(Guid.CreateVersion7(Noon), Cancel));
    }

    [Fact]
    public async Task Pair_RowsOfOneAreSpoiled_ThoseThatTheOtherHasAreReadAndTheRestNamedNewestFirst()
    {
        await using var other = await azurite.StartAnotherAsync(Cancel);
        using var second = new Account(other.ConnectionString, _clock);
        var storage = new FleetStorage(_account.Stores, second.Stores, _clock);
        StoredIncident[] stored = [.. Enumerable.Range(1, 4).Select(minute => Stored(Noon.AddMinutes(minute)))];
        await Incidents.WriteAsync(stored[0], Cancel);
        await Incidents.WriteAsync(stored[1], Cancel);
        await second.Stores.Incidents.WriteAsync(stored[2], Cancel);
        await second.Stores.Incidents.WriteAsync(stored[3], Cancel);
        await SpoilAsync(_account);
        await SpoilAsync(second);
        await second.Stores.Incidents.WriteAsync(stored[1], Cancel);

        var merged = await storage.ReadIncidentsAsync(null, 10, Cancel);

        Assert.Equal(stored[1].Incident.Id, Assert.Single(merged.Values).Incident.Id);
        Assert.Equal(
            [stored[3].Incident.Id, stored[2].Incident.Id, stored[0].Incident.Id],
            merged.Unreadable.Select(bad => ((UnreadableIncident)bad).Id!.Value));
    }

    private static async Task SpoilAsync(Account account)
    {
        await foreach (var row in account.Raw("Incidents").QueryAsync<TableEntity>(cancellationToken: Cancel))
        {
            await account.SpoilAsync("Incidents", row.PartitionKey, row.RowKey, "Json", "{");
        }
    }

    private async Task<StoredIncident> ReadAsync(Guid id) =>
        Assert.IsType<Reading<StoredIncident>.Found>(await Incidents.FindToChangeAsync(id, Cancel)).Value;

    private static IEnumerable<int> Minutes(RowSet<StoredIncident> set) => set.Values.Select(stored => stored.Incident.OpenedAt.Minute);

    private static StoredIncident Closed(DateTimeOffset at, bool told)
    {
        var open = Stored(at);
        return open with
        {
            Incident = open.Incident with { State = IncidentState.Closed, ClosedAt = at, ClosedBy = IncidentEnding.Recovery },
            Outbox = told ? [] : open.Outbox,
        };
    }

    private static StoredIncident Stored(DateTimeOffset at)
    {
        var incident = Sample.Incident(at, Affected(1));
        var notice = new IncidentNotice
        {
            Id = Guid.CreateVersion7(at),
            IncidentId = incident.Id,
            Transition = IncidentTransition.Opened,
            At = at,
            OpenedAt = at,
            Owner = incident.Owner,
            Confidence = .9,
            Summary = "A sample.",
            Change = "Opened.",
            Vantages = [],
            Routes = [],
        };
        return new(incident, [new(notice, "webhook env:HOOK", 0, at)]);
    }

    private static AffectedRoute Affected(int number) => new()
    {
        Vantage = new($"vantage-with-a-long-name-{number:D4}"),
        Route = Route(number),
        RouteFingerprint = $"sha256:{new string('a', 64)}",
        Depth = Core.Model.ProbeDepth.Completion,
        Cause = Cause.TcpTimeout,
        FirstFailedAt = Noon,
        LastFailedAt = Noon,
        Failures = 3,
        LatestProbeId = Guid.CreateVersion7(Noon),
    };

    private static IncidentVerification Verification(IEnumerable<AffectedRoute> affected, int number) => new()
    {
        Id = Guid.CreateVersion7(Noon.AddSeconds(number)),
        RequestedAt = Noon,
        Deadline = Noon,
        Outcome = VerificationOutcome.Refused,
        Proofs = [.. affected.Select(one => new VerificationProof(one.Vantage, one.Route, ProofVerdict.Absent, new string('x', 100)))],
    };
}
