using System.Globalization;
using static ProbeFleet.Deploy.DeploymentOutcome;

namespace ProbeFleet.Deploy;

/// <summary>Pushes one package to every app at once, each with its own attempts.</summary>
/// <param name="client">Pushes once.</param>
/// <param name="newToken">Gets a bearer token; called once for all, and again for each further attempt.</param>
/// <param name="timings">Pauses and number of attempts.</param>
/// <param name="time">The clock.</param>
internal sealed class FleetDeployment(
    ScmClient client, Func<CancellationToken, Task<string>> newToken, DeploymentTimings timings, TimeProvider time)
{
    /// <summary>What became of one app.</summary>
    public sealed record Row(VantageApp App, DeploymentOutcome Outcome, int Attempts, TimeSpan Elapsed);

    /// <summary>Pushes to all. One app's trouble neither stops nor delays another.</summary>
    public async Task<IReadOnlyList<Row>> PushAsync(IReadOnlyList<VantageApp> apps, byte[] package, CancellationToken cancellationToken)
    {
        var token = await newToken(cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(apps.Select(app => PushAsync(app, package, token, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<Row> PushAsync(VantageApp app, byte[] package, string token, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await client.PushAsync(app, package, token, cancellationToken).ConfigureAwait(false);
            if (outcome is not Transient transient || attempt == timings.Attempts)
            {
                return new Row(app, outcome, attempt, time.GetElapsedTime(started));
            }

            await Task.Delay(transient.RetryAfter ?? timings.Retry * attempt, time, cancellationToken).ConfigureAwait(false);
            token = await newToken(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes one line per vantage.</summary>
    public static void WriteTable(IReadOnlyList<Row> rows, TextWriter output)
    {
        var vantageWidth = Math.Max("VANTAGE".Length, rows.Max(row => row.App.Vantage.Length));
        var appWidth = Math.Max("APP".Length, rows.Max(row => row.App.App.Length));
        output.WriteLine($"{"VANTAGE".PadRight(vantageWidth)}  {"APP".PadRight(appWidth)}  RESULT    TRIES  SECONDS");
        foreach (var row in rows)
        {
            var seconds = row.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            var (result, detail) = Shown(row.Outcome);
            var place = $"{row.App.Vantage.PadRight(vantageWidth)}  {row.App.App.PadRight(appWidth)}";
            output.WriteLine($"{place}  {result,-8}  {row.Attempts,5}  {seconds,7}  {detail}".TrimEnd());
        }
    }

    private static (string Result, string Detail) Shown(DeploymentOutcome outcome) => outcome switch
    {
        Deployed deployed => ("deployed", deployed.Detail),
        Transient transient => ("FAILED", transient.Detail),
        Failed failed => ("FAILED", failed.Detail),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
