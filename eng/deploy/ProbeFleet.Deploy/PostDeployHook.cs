namespace ProbeFleet.Deploy;

/// <summary>One publish, one zip, every app.</summary>
internal static class PostDeployHook
{
    private const string OnlyVariable = "PROBEFLEET_ONLY";

    /// <summary>Returns 0 when every chosen vantage runs the package.</summary>
    /// <exception cref="HookException">Nothing could be pushed at all.</exception>
    public static async Task<int> RunAsync(
        HookSurroundings surroundings, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var only = ReadOnly(arguments) ?? surroundings.Variables(OnlyVariable);
        var apps = VantageApp.Select(VantageApp.Read(surroundings.Variables(VantageApp.Variable)), only);
        var package = await PublishAsync(surroundings, cancellationToken).ConfigureAwait(false);
        surroundings.Output.WriteLine($"Package {package.Hash} ({package.Zip.Length / 1024} KiB) to {apps.Count} vantage(s).");

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var client = new ScmClient(http, surroundings.Timings, surroundings.Time);
        var fleet = new FleetDeployment(
            client, cancellation => AzdToken.GetAsync(
                surroundings.Azd, surroundings.Root, cancellation), surroundings.Timings, surroundings.Time);
        var rows = await fleet.PushAsync(apps, package.Zip, cancellationToken).ConfigureAwait(false);
        FleetDeployment.WriteTable(rows, surroundings.Output);
        return Report(rows, surroundings.Output);
    }

    private static string? ReadOnly(IReadOnlyList<string> arguments) => arguments switch
    {
        [] => null,
        ["--only", var patterns] => patterns,
        _ => throw new HookException("Usage: postdeploy [--only PATTERN[,PATTERN]]"),
    };

    private static async Task<DeploymentPackage> PublishAsync(HookSurroundings surroundings, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("probefleet-publish-");
        try
        {
            // Every plan of infra/ is Linux on x64; for a named runtime the app is compiled ahead, so that it starts with less work.
            string[] publish =
            [
                "publish", "src/ProbeFleet.Functions", "-c", "Release", "-r", "linux-x64", "--self-contained", "false", "-o", folder.FullName,
            ];
            var run = await surroundings.Dotnet.TryAsync(
                surroundings.Root, publish, Tool.NoVariables, cancellationToken).ConfigureAwait(false);
            return run.ExitCode == 0
                ? DeploymentPackage.FromFolder(folder.FullName)
                : throw new HookException(
                    $"{run.Output}{run.Errors}\n`dotnet publish src/ProbeFleet.Functions` ended with code {run.ExitCode}; nothing "
                        + "was pushed.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Report(IReadOnlyList<FleetDeployment.Row> rows, TextWriter output)
    {
        var failed = rows.Where(row => row.Outcome is not DeploymentOutcome.Deployed).Select(row => row.App.Vantage).ToList();
        if (failed is [])
        {
            return 0;
        }

        var again = $"azd env set {OnlyVariable} {string.Join(',', failed)} && azd hooks run postdeploy && azd env set {OnlyVariable} '*'";
        output.WriteLine($"{failed.Count} of {rows.Count} failed. Try these again: {again}");
        return 1;
    }
}
