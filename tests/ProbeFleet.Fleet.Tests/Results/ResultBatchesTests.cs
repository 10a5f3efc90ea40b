using System.Runtime.CompilerServices;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Tests.Rounds;

namespace ProbeFleet.Fleet.Tests.Results;

public sealed class ResultBatchesTests
{
    private bool _isOver;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reader_FailsWhileResultsAreAwaited_EndsThemAndFailsItself()
    {
        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (var batch in OneAndNoMoreAsync(Stop).InBatchesAsync(TimeSpan.Zero, TimeProvider.System))
            {
                throw new TimeoutException($"{batch.Count} results were not taken");
            }
        });

        Assert.True(_isOver);
    }

    private async IAsyncEnumerable<RoundResult> OneAndNoMoreAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            yield return Batch.Of(1)[0];
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _isOver = true;
        }
    }
}
