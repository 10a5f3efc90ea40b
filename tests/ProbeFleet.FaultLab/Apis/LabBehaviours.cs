using System.Collections.Concurrent;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>Which answers were asked for in place of a persona's own conduct.</summary>
internal sealed class LabBehaviours
{
    private readonly ConcurrentDictionary<(LabPersona Persona, string? Path), LabAnswer> _answers = new();

    public void Set(LabPersona persona, string? path, LabAnswer answer) => _answers[(persona, path)] = answer;

    public void Clear() => _answers.Clear();

    /// <summary>The answer for one path, else the persona's, else null.</summary>
    public LabAnswer? For(LabPersona persona, string path) =>
        _answers.FirstOrDefault(
            one => one.Key.Persona == persona && one.Key.Path is { } end && path.EndsWith(end, StringComparison.Ordinal)).Value
        ?? _answers.GetValueOrDefault((persona, null));
}
