namespace ProbeFleet.Deploy;

/// <summary>How a tool ended.</summary>
/// <param name="ExitCode">0: well.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Errors);
