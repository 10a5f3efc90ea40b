using System.Text;
using System.Text.Json;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Fleet.Incidents.Notifications;
using ProbeFleet.Probing.Failures;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Storage.Results;
using Spectre.Console;

namespace ProbeFleet.Fuzz.Tests;

/// <summary>
/// A known secret in each form and in each place that an answer has, all the way: no output of the product tells of it. Each
/// input is a form, a place and a secret; the seeds are the same in every run.
/// </summary>
public sealed class PlantedSecretTests
{
    private const int Inputs = 10_500;
    private const int OneIncident = 30;

    private static readonly ProbeResult Template = Samples.Results.First(
        result => result.Find<AnswerEvidence>() is not null && result.Response is not null);

    /// <summary>Each place: what it makes of a written secret.</summary>
    private static readonly (string Name, Func<string, Planted> Plant)[] Places =
    [
        ("error message", text => Body(new { error = new { message = $"Incorrect API key provided: {text}.", code = "invalid_api_key" } })),
        ("error code and type", text => Body(new { error = new { message = "m", type = text, code = text } })),
        ("gateway's error", text => Body(
            new { detail = $"Received key: {text}", success = false, errors = new[] { new { code = 1, message = text } } })),
        ("raw text", text => new() { Body = $"upstream connect error: {text}", ContentType = "text/plain" }),
        ("title of a page", text => new()
        {
            Body = $"<!doctype html><html><head><title>Denied {text}</title></head><body>{text}</body></html>",
            ContentType = "text/html",
        }),
        ("header server", text => new() { Headers = [new("server", $"gw {text}"), new("via", $"1.1 {text}")] }),
        ("header ids", text => new() { Headers = [new("x-request-id", text), new("apim-request-id", text), new("cf-ray", text)] }),
        ("challenge", text => new() { Headers = [new("www-authenticate", $"Bearer realm=\"{text}\""), new("retry-after", text)] }),
        ("redirect", text => new() { Status = 302, Headers = [new("location", $"https://sso.example/login?next={text}")] }),
        ("content type", text => new() { ContentType = $"application/json; x={text}" }),
        ("proxy's answer", text => new()
            {
                Connect = $"HTTP/1.1 403 Denied {text}\r\nServer: squid {text}\r\nX-Squid-Error: {text}\r\nVia: {text}",
            }),
        ("exception", text => new()
            {
                Thrown = new HttpRequestException($"The proxy tunnel failed: {text}", new IOException($"'{text}'")),
            }),
    ];

    [Fact]
    public void AnyOutput_SecretInEachFormAndPlace_TellsNothing()
    {
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, Inputs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, number =>
        {
            var random = new Random(unchecked(20_261_129 + (number * 7_919)));
            var secret = SecretForms.Make(random);
            var form = SecretForms.All[number % SecretForms.All.Length];
            var place = Places[number / SecretForms.All.Length % Places.Length];
            var written = form.Write(secret);
            var result = Probe(place.Plant(written), new Sanitizer([new KnownSecret(secret), new KnownSecret("11", "x-tenant")]));
            foreach (var (output, text) in Outputs(result, number))
            {
                if (SecretForms.Told(secret, written, text) is { } told)
                {
                    failures.Add($"{output}, {form.Name} in {place.Name}: {secret} as {written}: {told} in {text}");
                }
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {Inputs}:\n{string.Join('\n', failures.Take(5))}");
    }

    /// <summary>What the test judges by: with a sanitizer that was told of nothing, each form is in some output.</summary>
    [Fact]
    public void AnyOutput_SecretThatNobodyKnows_IsFoundByThisTest() => Assert.All(SecretForms.All, form =>
    {
        var secret = "Zx9Q4vLm2Tt7Rw8KpA3nWbHy";
        var written = form.Write(secret);
        var result = Probe(Places[3].Plant(written), new Sanitizer(["another-secret"]));

        Assert.True(
            form.Name.StartsWith("masked", StringComparison.Ordinal)
                || Outputs(result, 0).Any(output => SecretForms.Told(secret, written, output.Text) is not null),
            form.Name);
    });

    private static ProbeResult Probe(Planted planted, Sanitizer sanitizer)
    {
        var reading = ResponseReader.Read(
            new()
            {
                Status = planted.Status,
                Headers = [new("content-type", planted.ContentType), .. planted.Headers],
                Body = planted.Body,
                BodyBytes = Encoding.UTF8.GetByteCount(planted.Body),
                RouteKind = RouteKind.Gateway,
                Host = "llm.example",
            },
            sanitizer);
        var connect = planted.Connect is { } head ? ConnectAnswer.Read(head, [sanitizer]) : null;
        var evidence = Template with
        {
            Stages =
            [
                new TunnelEvidence
                {
                    Outcome = connect is null ? StageOutcome.Passed : StageOutcome.Failed,
                    Facts = connect is null ? null : new() { Proxy = "http://proxy.corp:3128/", Status = connect.Status },
                    Failure = connect is null
                        ? null
                        : new(FailureKind.HttpStatus, sanitizer.Clean($"status {connect.Status} {connect.Reason}", 200)),
                },
                new AnswerEvidence { Outcome = StageOutcome.Failed, Facts = reading.Answer, Failure = new(
                    FailureKind.HttpStatus, "status 401") },
            ],
            Response = connect is null ? reading.Response : null,
            DrillDown = connect is null ? null : new()
            {
                Proxy = new()
                {
                    Proxy = "http://proxy.corp:3128/",
                    Status = connect.Status,
                    Reason = connect.Reason,
                    Headers = connect.Headers
                },
            },
            Exception = planted.Thrown is { } error ? ExceptionLinks.From(error, sanitizer) : null,
        };
        return ResultSanitizer.Clean(evidence.Concluded(), sanitizer);
    }

    /// <summary>Everything that leaves the product with something of a result in it.</summary>
    private static IEnumerable<(string Name, string Text)> Outputs(ProbeResult result, int number)
    {
        var row = ResultRow.Write(result, "p", "r");
        yield return ("stored row", string.Join('\n', row.Select(column => $"{column.Value}")));
        yield return ("page JSON", Sample.Json(ResultRow.Read(row)));
        yield return ("outline", JsonSerializer.Serialize(ResultOutline.Read(row), ProbeFleetJson.Default.Observation));
        var packet = PacketWriter.FromProbe(result, Sample.Noon);
        yield return ("packet JSON", JsonSerializer.Serialize(packet, ProbeFleetJson.Default.Packet));
        yield return ("packet", PacketMarkdown.Render(packet));
        yield return ("CLI text", Printed(result));
        yield return ("exception message", string.Join('\n', (result.Exception ?? []).Select(link => link.Message)));
        if (number % OneIncident == 0)
        {
            foreach (var (incident, notices) in Incidents(result))
            {
                yield return ("incident", JsonSerializer.Serialize(incident, ProbeFleetJson.Default.Incident));
                yield return ("log", incident.Summary);
                foreach (var kind in new[] { "webhook", "slack", "teams" })
                {
                    yield return ($"notice for {kind}", string.Join(
                        '\n', notices.Select(notice => Encoding.UTF8.GetString(NoticeBody.Write(kind, notice)))));
                }
            }
        }
    }

    private static string Printed(ProbeResult result)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        foreach (var line in ProbeText.Render([result], Glyphs.Unicode))
        {
            console.Write(line);
        }

        return output.ToString();
    }

    private static IEnumerable<(Incident Incident, IReadOnlyList<IncidentNotice> Notices)> Incidents(ProbeResult result)
    {
        var start = result.StartedAt.AddMinutes(-10);
        var judged = IncidentJudge.Judge(new()
        {
            Open = [],
            Detection = DetectionState.Beginning(start),
            Observations = [.. Enumerable.Range(0, 10).Select(round => Observation.From(result) with
            {
                Id = $"{Guid.CreateVersion7(start.AddMinutes(round))}",
                StartedAt = start.AddMinutes(round),
                Outcome = ProbeOutcome.Failed,
                Cause = Cause.GatewayError,
            })],
            Vantages = [new() { Name = result.Vantage.Name, Region = result.Vantage.Region }],
            Routes =
            [
                new() { Name = result.Route.Name, Kind = RouteKind.Gateway, BaseUrl = new("https://llm.example/v1"), Model = "m",
                    Credential = new CredentialSource.EnvironmentVariable("KEY") },
            ],
            Round = TimeSpan.FromMinutes(1),
            Window = TimeSpan.FromMinutes(15),
            Now = start.AddMinutes(10),
        });
        Assert.NotEmpty(judged.Changes);
        return judged.Changes.Select(change => (change.Incident, change.Notices));
    }

    private static Planted Body(object body) => new() { Body = JsonSerializer.Serialize(body) };

    /// <summary>Where a secret is, in what a probe gets.</summary>
    private sealed record Planted
    {
        public int Status { get; init; } = 401;

        public string Body { get; init; } = "";

        public string ContentType { get; init; } = "application/json";

        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

        public string? Connect { get; init; }

        public Exception? Thrown { get; init; }
    }
}
