using System.Text.Json;
using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Golden;

/// <summary>
/// An answer as its provider documents it or a public report shows it, and by hand what it means, is caused by and who has to act.
/// </summary>
public sealed record GoldenAnswer(
    string Group,
    RouteKind Kind,
    Uri BaseUrl,
    int Status,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    string Meaning,
    string Cause,
    string Owner,
    RequestKind Request,
    IReadOnlyList<string> Says,
    IReadOnlyList<string> NeverSays)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private static readonly ProbeEvidence Template = GoldenCase.Open("openai-401-incorrect-key").Evidence();

    /// <summary>Each answer of <c>Golden/Answers</c>, by its file and its place there.</summary>
    public static IReadOnlyDictionary<string, GoldenAnswer> All { get; } = Directory.EnumerateFiles(
        Path.Combine(GoldenCase.Root, "Answers"), "*.json")
        .Order(StringComparer.Ordinal)
        .SelectMany(Read)
        .ToDictionary(one => one.Name, one => one.Answer, StringComparer.Ordinal);

    /// <summary>
    /// The evidence of a probe that got this answer: from a host that TLS proves, or in plain HTTP from this very host, or from a host
    /// elsewhere, which nothing proves.
    /// </summary>
    public ProbeEvidence Evidence()
    {
        var secure = BaseUrl.Scheme == Uri.UriSchemeHttps;
        var elsewhere = secure || (BaseUrl.HostNameType is UriHostNameType.Dns && !BaseUrl.IsLoopback);
        var raw = new RawResponse
        {
            Status = Status,
            Headers = [.. Headers],
            Body = Body,
            BodyBytes = Body.Length,
            RouteKind = Kind,
            Host = BaseUrl.Host,
            Tls = secure ? new SecureFacts { Protocol = "TLS 1.3" } : null,
        };
        var reading = ResponseReader.Read(raw, Sanitizer.PatternsOnly);
        return Template with
        {
            Route = Template.Route with { Kind = Kind, BaseUrl = BaseUrl.ToString(), Request = Request },
            Response = reading.Response,
            Stages =
            [
                .. Template.Stages.Select(stage => stage switch
                {
                    ResolveEvidence resolve => resolve with
                    {
                        Facts = resolve.Facts! with { Host = BaseUrl.Host, Addresses = [elsewhere ? "203.0.113.7" : "127.0.0.1"] },
                    },
                    SecureEvidence skipped when !secure => skipped with { Outcome = StageOutcome.Skipped, Facts = null },
                    AnswerEvidence answer => answer with { Facts = reading.Answer },
                    _ => stage,
                }),
            ],
        };
    }

    public MeaningReading Read()
    {
        var evidence = Evidence();
        return MeaningReader.Read(evidence.Response!, evidence.Find<AnswerEvidence>()!.Facts);
    }

    public static string Wire<T>(T value) => JsonSerializer.Serialize(value).Trim('"');

    public static string Wire(Meaning meaning) => JsonNamingPolicy.KebabCaseLower.ConvertName(meaning.ToString());

    private static IEnumerable<(string Name, GoldenAnswer Answer)> Read(string file)
    {
        var read = JsonSerializer.Deserialize<AnswerFile>(File.ReadAllText(file), Options)!;
        return read.Answers.Select((answer, at) => ($"{Path.GetFileNameWithoutExtension(file)}-{at + 1}", new GoldenAnswer(
            read.Group,
            JsonSerializer.Deserialize<RouteKind>($"\"{answer.Kind ?? read.Kind}\""),
            answer.BaseUrl ?? read.BaseUrl,
            answer.Status,
            (read.Headers ?? []).Concat(answer.Headers ?? []).ToDictionary(header => header.Key, header => header.Value),
            answer.Body.ValueKind is JsonValueKind.String ? answer.Body.GetString()! : answer.Body.GetRawText(),
            answer.Meaning,
            answer.Cause,
            answer.Owner,
            JsonSerializer.Deserialize<RequestKind>($"\"{answer.Request ?? "chat"}\""),
            answer.Says ?? [],
            answer.NeverSays ?? [])));
    }

    private sealed record AnswerFile(
        string Group, string Kind, Uri BaseUrl, Dictionary<string, string>? Headers, IReadOnlyList<AnswerEntry> Answers);

    /// <param name="Kind">The route's kind, where it is not the file's.</param>
    /// <param name="BaseUrl">The route's base URL, where it is not the file's.</param>
    /// <param name="Request">What the route asks for, where it is not a chat completion.</param>
    /// <param name="Says">What the diagnosis has to say, in the summary, the steps, the warnings or the checks.</param>
    /// <param name="NeverSays">What would send somebody the wrong way.</param>
    private sealed record AnswerEntry(
        string? Kind,
        Uri? BaseUrl,
        string? Request,
        int Status,
        Dictionary<string, string>? Headers,
        JsonElement Body,
        string Meaning,
        string Cause,
        string Owner,
        IReadOnlyList<string>? Says,
        IReadOnlyList<string>? NeverSays);
}
