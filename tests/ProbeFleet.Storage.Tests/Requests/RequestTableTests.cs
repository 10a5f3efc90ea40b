using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Storage.Requests;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Requests;

public sealed class RequestTableTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly Account _account;

    public RequestTableTests(AzuriteFixture azurite) => _account = new(azurite.Server.ConnectionString, _clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RequestTable Requests => _account.Stores.Requests;

    [Fact]
    public async Task Request_ClaimedAnsweredInPartsAndCompleted_ShowsEachStep()
    {
        var request = Request(Noon);
        var (first, silent) = (request.Vantages[0], request.Vantages[1]);
        await Requests.CreateAsync(request, Cancel);
        await Requests.CreateAsync(request, Cancel);
        Assert.Empty((await ProgressAsync(request.Id)).Claims);

        Assert.True(await Requests.TryClaimAsync(request.Id, first, "process-1", Cancel));
        Assert.False(await Requests.TryClaimAsync(request.Id, first, "process-2", Cancel));
        var results = Round(first, Noon, routes: 120);
        await Requests.AnswerAsync(request.Id, first, [.. results.Take(5)], isLast: false, Cancel);
        var partial = await ProgressAsync(request.Id);
        Assert.Equal(new RequestClaim(first, "process-1", Noon, CompletedAt: null), Assert.Single(partial.Claims));
        Assert.Equal(5, partial.Results.Count);

        _clock.Advance(TimeSpan.FromSeconds(30));
        await Requests.AnswerAsync(request.Id, first, results, isLast: true, Cancel);
        var complete = await ProgressAsync(request.Id);
        Assert.Equal(Noon.AddSeconds(30), Assert.Single(complete.Claims).CompletedAt);
        Assert.Equal(results.Select(Json).Order(StringComparer.Ordinal), complete.Results.Select(Json).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(complete.Claims, claim => claim.Vantage == silent);
    }

    [Fact]
    public async Task Request_ReadBack_IsWhatWasLeft()
    {
        var request = Request(Noon) with { Depth = ProbeDepth.Path, Reason = string.Concat(Enumerable.Repeat("why ", 300)) };
        await Requests.CreateAsync(request, Cancel);

        var read = (await ProgressAsync(request.Id)).Request;

        Assert.Equal(request.Routes, read.Routes);
        Assert.Equal(request.Vantages, read.Vantages);
        Assert.InRange(read.Reason!.Length, 490, 500);
        Assert.Equal(
            request with { Reason = null }, read with { Routes = request.Routes, Vantages = request.Vantages, Reason = null });
    }

    [Fact]
    public async Task Request_OfSingleProbes_KeepsTheirVariants()
    {
        RequestedProbe[] probes =
        [
            new(new("eu"), new("openai"), ProbeDepth.Authenticated, ProbeVariant.NoProxy),
            new(new("us"), new("openai"), ProbeDepth.Completion),
        ];
        var request = Request(Noon) with { Probes = probes };
        await Requests.CreateAsync(request, Cancel);

        Assert.Equal(probes, (await ProgressAsync(request.Id)).Request.Probes);
    }

    [Fact]
    public async Task Mailbox_LookedInto_ShowsOnlyWhatIsNew_NewestFirst_InOneCall()
    {
        var day = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var requests = Enumerable.Range(0, 5).Select(minute => Request(day.AddMinutes(minute))).ToList();
        foreach (var request in requests)
        {
            await Requests.CreateAsync(request, Cancel);
        }

        _account.Forget();
        var read = await Requests.ReadSinceAsync(day.AddMinutes(2), Cancel);

        Assert.Single(_account.Calls);
        Assert.Equal(requests.Skip(2).Reverse().Select(request => request.Id), read.Values.Select(request => request.Id));
    }

    [Fact]
    public async Task Claim_ManyAtOnce_IsWonByOne()
    {
        var request = Request(Noon);
        var won = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(number => Requests.TryClaimAsync(request.Id, request.Vantages[0], $"{number}", Cancel)));

        Assert.Single(won, taken => taken);
    }

    [Fact]
    public async Task Claim_AskedAgainByItsHolder_IsStillItsOwn()
    {
        var request = Request(Noon);
        var holder = new string('h', 300);
        Assert.True(await Requests.TryClaimAsync(request.Id, request.Vantages[0], holder, Cancel));

        Assert.True(await Requests.TryClaimAsync(request.Id, request.Vantages[0], holder, Cancel));
        Assert.False(await Requests.TryClaimAsync(request.Id, request.Vantages[0], "another", Cancel));
    }

    [Fact]
    public async Task Answer_WithoutAClaim_IsRefusedAndStoresNothing()
    {
        var request = Request(Noon);
        await Requests.CreateAsync(request, Cancel);

        var error = await Assert.ThrowsAsync<StorageException>(
            () => Requests.AnswerAsync(request.Id, request.Vantages[0], Round(request.Vantages[0], Noon, routes: 2), isLast: true, Cancel));

        Assert.Equal(StorageFailure.Refused, error.Failure);
        Assert.Empty((await ProgressAsync(request.Id)).Results);
    }

    [Fact]
    public async Task Read_IdOfNoRequest_IsAbsent()
    {
        Assert.IsType<Reading<RequestProgress>.Absent>(await Requests.ReadAsync(Guid.NewGuid(), Cancel));
        Assert.IsType<Reading<RequestProgress>.Absent>(await Requests.ReadAsync(Guid.CreateVersion7(Noon), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Requests.CreateAsync(Request(Noon) with { Id = Guid.NewGuid() }, Cancel));
    }

    public void Dispose() => _account.Dispose();

    private static OnDemandRequest Request(DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        CreatedAt = at,
        Deadline = at.AddMinutes(2),
        Routes = [.. Enumerable.Range(0, 1000).Select(number => new RouteName($"{new string('r', 50)}-{number}"))],
        Vantages = [NewVantage(), NewVantage()],
    };

    private async Task<RequestProgress> ProgressAsync(Guid id) =>
        Assert.IsType<Reading<RequestProgress>.Found>(await Requests.ReadAsync(id, Cancel)).Value;
}
