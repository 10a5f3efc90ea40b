namespace ProbeFleet.Deploy;

/// <summary>Writes fleet.json to the FleetConfig table, with the CLI, so that hook and operator take the same way.</summary>
internal static class PostProvisionHook
{
    private const string StorageVariable = "PROBEFLEET_STORAGE";

    /// <summary>
    /// How the CLI says that storage answered 403 AuthorizationPermissionMismatch: the deployment made the role moments ago.
    /// </summary>
    private const string RoleNotYetEffective = "A new role takes some minutes to count.";

    /// <summary>The deployment gave the role to whoever is signed in to azd, so no other sign-in of this machine is asked.</summary>
    private static readonly Dictionary<string, string> AsAzd = new() { ["AZURE_TOKEN_CREDENTIALS"] = "AzureDeveloperCliCredential" };

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

        string[] apply =
        [
            "run", "-c", "Release", "--project", "src/ProbeFleet.Cli", "--", "config", "apply", "fleet.json", "--if-match", "*",
            "--storage", storage,
        ];
        for (var attempt = 1; ; attempt++)
        {
            var run = await surroundings.Dotnet.TryAsync(surroundings.Root, apply, AsAzd, cancellationToken).ConfigureAwait(false);
            if (run.ExitCode == 0)
            {
                surroundings.Output.Write(run.Output);
                return 0;
            }

            // Outside of azd the variable may be a connection string.
            var reason = $"{run.Output}{run.Errors}".Replace(storage, StorageVariable, StringComparison.Ordinal).TrimEnd();
            if (attempt == surroundings.Timings.Attempts || !reason.Contains(RoleNotYetEffective, StringComparison.Ordinal))
            {
                throw new HookException(
                    $"{reason}\nfleet.json was not applied (code {run.ExitCode}). Try again: azd hooks run postprovision");
            }

            var pause = surroundings.Timings.Retry * attempt;
            surroundings.Output.WriteLine($"The role on FleetConfig is not effective yet. Trying again in {pause.TotalSeconds:0} seconds.");
            await Task.Delay(pause, surroundings.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
