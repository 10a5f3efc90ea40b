namespace ProbeFleet.Deploy;

/// <summary>What a hook finds around itself.</summary>
/// <param name="Root">The folder with azure.yaml.</param>
/// <param name="Variables">Looks up an environment variable: azd passes its environment's values so.</param>
/// <param name="Azd">azd.</param>
/// <param name="Dotnet">The .NET SDK.</param>
/// <param name="Output">Where the hook reports.</param>
/// <param name="Timings">Deadlines and pauses of pushes.</param>
/// <param name="Time">The clock.</param>
internal sealed record HookSurroundings(
    string Root,
    Func<string, string?> Variables,
    Tool Azd,
    Tool Dotnet,
    TextWriter Output,
    DeploymentTimings Timings,
    TimeProvider Time)
{
    /// <summary>
    /// Those of this process. The root is the nearest folder upwards with azure.yaml: azd runs hooks in the hook's own folder.
    /// </summary>
    /// <exception cref="HookException">No such folder.</exception>
    public static HookSurroundings Current()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "azure.yaml")))
        {
            folder = folder.Parent;
        }

        return folder is null
            ? throw new HookException("No azure.yaml here or above: run this inside the repository.")
            : new HookSurroundings(
                folder.FullName,
                Environment.GetEnvironmentVariable,
                Tool.Azd,
                Tool.Dotnet,
                Console.Out,
                DeploymentTimings.Default,
                TimeProvider.System);
    }
}
