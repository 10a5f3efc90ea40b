using System.Runtime.CompilerServices;
using System.Text.Json;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Golden;

/// <summary>
/// A folder with <c>evidence.json</c>, the <c>diagnosis.json</c> that it must give and, for a response, the
/// <c>raw.json</c> that the evidence's response must be read from.
/// </summary>
public sealed class GoldenCase
{
    private static readonly JsonSerializerOptions RawOptions = new(JsonSerializerDefaults.Web);

    private readonly string _folder;

    private GoldenCase(string folder) => _folder = folder;

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root)
        .Where(folder => File.Exists(Path.Combine(folder, "evidence.json")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, (string Cause, string Owner)> Expected { get; } = File.ReadLines(
        Path.Combine(Root, "expected.csv"))
        .Skip(1)
        .Select(line => line.Split(','))
        .ToDictionary(parts => parts[0], parts => (parts[1], parts[2]), StringComparer.Ordinal);

    public bool HasRaw => File.Exists(PathOf("raw.json"));

    public static GoldenCase Open(string name) => new(Path.Combine(Root, name));

    public ProbeEvidence Evidence() =>
        JsonSerializer.Deserialize(File.ReadAllText(PathOf("evidence.json")), ProbeFleetJson.Default.ProbeEvidence)!;

    /// <summary>The evidence with its response and its answer read anew from the raw response.</summary>
    public ProbeEvidence EvidenceFromRaw()
    {
        var raw = JsonSerializer.Deserialize<RawResponse>(File.ReadAllText(PathOf("raw.json")), RawOptions)!;
        var reading = ResponseReader.Read(raw, Sanitizer.PatternsOnly);
        var evidence = Evidence();
        return evidence with
        {
            Response = reading.Response,
            Stages = [.. evidence.Stages.Select(stage => stage is AnswerEvidence answer ? answer with { Facts = reading.Answer } : stage)],
        };
    }

    public string RecordedEvidence() => File.ReadAllText(PathOf("evidence.json"));

    public string RecordedDiagnosis() => File.ReadAllText(PathOf("diagnosis.json"));

    public void Record(ProbeEvidence evidence)
    {
        Replace(PathOf("evidence.json"), Text(evidence));
        Replace(PathOf("diagnosis.json"), Text(Diagnostician.Diagnose(evidence)));
    }

    /// <summary>In one step: other tests read the same files at the same time.</summary>
    private static void Replace(string path, string text)
    {
        File.WriteAllText($"{path}.new", text);
        File.Move($"{path}.new", path, overwrite: true);
    }

    public static string Text(ProbeEvidence evidence) => ReadableJson.Of(evidence, ProbeFleetJson.Default.ProbeEvidence) + "\n";

    public static string Text(ProbeDiagnosis diagnosis) =>
        ReadableJson.Of(diagnosis, ProbeFleetJson.Default.ProbeDiagnosis) + "\n";

    private string PathOf(string file) => Path.Combine(_folder, file);

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
