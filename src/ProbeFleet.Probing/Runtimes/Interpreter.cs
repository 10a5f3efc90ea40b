namespace ProbeFleet.Probing.Runtimes;

/// <summary>Finds the program that runs a runtime's script.</summary>
internal static class Interpreter
{
    /// <param name="given">The file that somebody named; null to look for it on the path.</param>
    /// <exception cref="RuntimeException">There is none.</exception>
    public static string Find(WorkloadRuntime runtime, string? given, Func<string, string?> environment)
    {
        if (given is not null)
        {
            return File.Exists(given) ? Path.GetFullPath(given) : throw new RuntimeException($"there is no file {given}");
        }

        string[] names = runtime switch
        {
            WorkloadRuntime.Python => ["python3", "python"],
            WorkloadRuntime.Node => ["node", "nodejs"],
        };
        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var ending = OperatingSystem.IsWindows() ? ".exe" : "";
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + ending))).FirstOrDefault(File.Exists)
            ?? throw new RuntimeException($"there is no {string.Join(" or ", names)} on the path of this process");
    }

    /// <summary>The arguments with which it reads a script from standard input and writes no files.</summary>
    public static IReadOnlyList<string> ArgumentsOf(WorkloadRuntime runtime) => runtime switch
    {
        WorkloadRuntime.Python => ["-B", "-"],
        WorkloadRuntime.Node => ["--input-type=module", "-"],
    };
}
