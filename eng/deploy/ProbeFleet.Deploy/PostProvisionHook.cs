namespace ProbeFleet.Deploy;

/// <summary>Writes fleet.json to the FleetConfig table, with the CLI, so that hook and operator take the same way.</summary>
internal static class PostProvisionHook
{
    private const string StorageVariable = "PROBEFLEET_STORAGE";

    /// <summary>Returns 0 when the table holds fleet.json.</summary>
    /// <exception cref="HookException">There is no storage yet, or the CLI refused the file or was refused.</exception>
    public static async Task<int> RunAsync(HookSurroundings surroundings, CancellationToken cancellationToken)
    {
        var storage = surroundings.Variables(StorageVariable);
        if (string.IsNullOrWhiteSpace(storage))
        {
            throw new HookException(
                $"{StorageVariable} is not set. Run `azd provision` first, and this hook through azd: `azd hooks run postprovision`.");
        }

        string[] apply = ["run", "--project", "src/ProbeFleet.Cli", "--", "config", "apply", "fleet.json", "--storage", storage];
        try
        {
            surroundings.Output.Write(await surroundings.Dotnet.RunAsync(surroundings.Root, apply, cancellationToken).ConfigureAwait(false));
            return 0;
        }
        catch (HookException error)
        {
            // Outside of azd the variable may be a connection string, and the failure repeats the arguments.
            var problem = error.Message.Replace(storage, StorageVariable, StringComparison.Ordinal);
            throw new HookException($"{problem} fleet.json was not applied; the reason is above.");
        }
    }
}
