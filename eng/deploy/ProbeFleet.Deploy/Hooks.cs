namespace ProbeFleet.Deploy;

/// <summary>The hooks of azure.yaml. Each returns an exit code: 0 done, 1 not done, with the reason on standard error.</summary>
public static class Hooks
{
    /// <summary>Publishes the app once and pushes it to every vantage, or with <c>--only PATTERN[,PATTERN]</c> to some.</summary>
    public static Task<int> PostDeployAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(surroundings => PostDeployHook.RunAsync(surroundings, arguments, cancellationToken));

    /// <summary>Writes fleet.json to the FleetConfig table.</summary>
    public static Task<int> PostProvisionAsync(CancellationToken cancellationToken) =>
        RunAsync(surroundings => PostProvisionHook.RunAsync(surroundings, cancellationToken));

    private static async Task<int> RunAsync(Func<HookSurroundings, Task<int>> hook)
    {
        try
        {
            return await hook(HookSurroundings.Current()).ConfigureAwait(false);
        }
        catch (HookException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }
    }
}
