using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Dns;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.StatusPages;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Fuzz.Tests;

/// <summary>What comes from a network: every reader promises to survive any bytes.</summary>
public sealed class OutsideTests
{
    private const int Many = 100_000;

    private static readonly string[] HeaderNames =
    [
        "retry-after", "retry-after-ms", "date", "content-type", "server", "via", "www-authenticate", "x-request-id",
        "x-ratelimit-limit-requests",
        "x-squid-error",
    ];

    private static readonly byte[][] Bodies = Samples.Utf8(
        """{"error":{"message":"Incorrect API key provided: sk-abc***wxyz.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""",
        """[{"error":{"code":400,"message":"m","status":"INVALID"}}]""",
        """{"success":false,"errors":[{"code":10000,"message":"m"}]}""",
        """{"detail":[{"loc":["body"],"msg":"m"}]}""",
        """{"choices":[{"finish_reason":"length","message":{"content":"😀 \ud83d\ude00"}}],"id":"x"}""",
        """{"object":"list","data":[{"id":"gpt-4.1"}]}""",
        "<!doctype html>\n<!-- c --><html><head><title>502 Bad\nGateway</title></head></html>",
        "<?xml version=\"1.0\"?><!-- x --><html><body>Squid</body></html>",
        "upstream connect error or disconnect/reset before headers. Bearer abcDEF123456 u:p@proxy.corp:3128");

    private static readonly byte[][] Streams = Samples.Utf8(
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi \\ud83d\\ude00\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
        "\uFEFF: ping\r\nevent: error\r\ndata: {\"type\":\"error\",\"error\":{\"message\":\"Overloaded zq7-Secret-Value\"}}\r\n\r\n",
        "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}}\n\n",
        "data: {\"type\":\"response.output_text.delta\",\ndata: \"delta\":\"x\"}\n\ndata: {\"type\":\"response.completed\"}\r\rdata: "
            + "{\"choices\":[]}");

    private static readonly string[] StreamTokens =
        [.. Samples.JsonTokens, "data:", "data: ", "event: error", "event:", "\r", "\n", "\r\n", "\n\n", ": ", "[DONE]", "\"error\":",
            "\"type\":\"error\"",
            "\"choices\":[", "\"delta\":", "\\ud83d", "\uFEFF", "id: 1", "retry: 1"];

    private static readonly string[] BodyTokens =
        [.. Samples.JsonTokens, "<!--", "-->", "<title", "<title>", "<html", "<?xml", "<!doctype ", ">",
            "Bearer ", "@", "%40", "://", "sk-", "api-key: ", "eyJ", "***", "…"];

    /// <summary>Response reader, error bodies, diagnosis and sanitizer: an answer to one probe until it is what is stored.</summary>
    /// <summary>
    /// A stream, cut anywhere: the same whether it comes at once or in pieces, and never more than counts and an error's first words.
    /// </summary>
    [Fact]
    public void Stream_AnyBytes_AreReadAlikeInOnePieceAndInMany()
    {
        var sanitizer = new Sanitizer([new KnownSecret("zq7-Secret-Value")]);
        Fuzzer.Run("stream", Many, Streams, StreamTokens, input =>
        {
            var (whole, parts) = (new EventStreamReader(), new EventStreamReader());
            whole.Read(input);
            whole.Complete();
            foreach (var part in input.Chunk(1 + (input.Length % 7)))
            {
                parts.Read(part);
            }

            parts.Complete();
            Assert.Equal(Counts(whole), Counts(parts));
            Assert.True(whole.Contents <= whole.Events);
            var reading = ResponseReader.Read(
                new() { Status = 200, RouteKind = (RouteKind)(input.Length % 3), Host = "api.openai.com", Stream = whole }, sanitizer);
            Assert.True(whole.Events == 0 || reading.Answer.Excerpt is null or { Length: <= 200 });
            Assert.True(reading.Response.ErrorMessage is null or { Length: <= 200 });
        });

        static (int, int, int, bool, bool, bool) Counts(EventStreamReader reader) =>
            (reader.Events, reader.Contents, reader.Comments, reader.HasTerminalEvent, reader.HasError, reader.HasFinishReason);
    }

    [Fact]
    public void Answer_AnyBytes_BecomeAResultThatIsWrittenAndRead()
    {
        var evidence = Samples.Results.First(result => result.Response is not null);
        var sanitizer = new Sanitizer(
            [new KnownSecret("zq7-Secret-Value"), new KnownSecret("11", "x-tenant"), new KnownSecret("2026", "x-year")]);
        Fuzzer.Run("answer", Many, Bodies, BodyTokens, input =>
        {
            var raw = new RawResponse
            {
                Status = input.Length == 0 ? 200 : 100 + (input[0] * 2),
                Headers = HeadersOf(input),
                Body = Samples.Text(input),
                BodyBytes = input.Length,
                RouteKind = (RouteKind)(input.Length % 3),
                Host = "api.openai.com",
                ThroughPlainProxy = input.Length % 2 == 0,
            };
            var reading = ResponseReader.Read(raw, sanitizer);
            var answered = evidence with
            {
                Response = reading.Response,
                Stages = [new AnswerEvidence { Outcome = StageOutcome.Failed, Facts = reading.Answer }],
            };
            var concluded = ProbeJudgement.Conclude(answered, new("sha256:1", "sha256:2"));
            var result = ResultSanitizer.Clean(concluded, sanitizer);
            var back = JsonSerializer.Deserialize(
                JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult), ProbeFleetJson.Default.ProbeResult)!;
            Assert.Equal((evidence.Id, evidence.StartedAt), (back.Id, back.StartedAt));
        });
    }

    [Fact]
    public void StatusPage_AnyBytes_AreWordsOrNone()
    {
        var samples = Samples.Utf8(
            """
            {"page":{"id":"01JM"},"status":{"indicator":"major"},"components":[{"name":"Chat","status":"partial_outage"}],
             "incidents":[{"name":"Errors","status":"investigating"}]}
            """,
            """{"status":{"indicator":"none"}}""",
            """<?xml version="1.0"?><rss version="2.0"><channel><item><title>Azure OpenAI</title><description>x</description></item></channel></rss>""");
        string[] tokens = [.. Samples.JsonTokens, "<item>", "</item>", "<![CDATA[", "]]>", "<!DOCTYPE x [",
            "&amp;", "&#x0;", "&x;", "<?", "xmlns:a=\"b\"", "<a:b/>"];
        Fuzzer.Run("status-page", Many, samples, tokens, input =>
        {
            OpenAIStatus.Read(Samples.Text(input));
            AzureStatus.Read(Samples.Text(input));
        });
    }

    [Fact]
    public void DnsAnswer_AnyBytes_IsAMessageOrAFormatException()
    {
        byte[][] samples =
        [
            DnsMessage.Query(7, "api.openai.com", DnsRecordType.Aaaa, edns: true),
            Convert.FromHexString(
                "000781800001000300000000036170690666766f6f6f6f03636f6d0000010001"
                + "c00c000500010000003c000703637261c010c02c000100010000003c0004cb007107c02c001c0001000000ff001020010db8000000000000000000000001"),
        ];
        Fuzzer.Run("dns", Many * 4, samples, ["\u0000", "\u0003com\u0000"], input => Allow<FormatException>(() => DnsMessage.Read(input)));
    }

    [Fact]
    public void ConnectAnswer_AnyBytes_IsAnAnswerOrAFormatException()
    {
        var samples = Samples.Utf8(
            "HTTP/1.1 407 Proxy Authentication Required\r\nServer: squid/6.6\r\nProxy-Authenticate: Basic realm=\"x\", Negotiate\r\n"
                + "Via: 1.1 p\r\nContent-Type: text/html",
            "HTTP/1.0 200 Connection established\r\nX-Cache: MISS from p\r\nProxy-Agent: x");
        string[] tokens = ["HTTP/1.1 ", "\r\n", ": ", "Proxy-Authenticate: ", "Negotiate ", "Basic ", "via: ", "200", "999",
            "NTLM", "\"", "="];
        var sanitizer = new Sanitizer([new KnownSecret("zq7-Secret-Value")]);
        Fuzzer.Run("connect", Many, samples, tokens, input =>
            Allow<FormatException>(() => ConnectAnswer.Read(Encoding.Latin1.GetString(input), [sanitizer, Sanitizer.PatternsOnly])));
    }

    /// <summary>What a handshake presented. Bytes that no library takes for a certificate never come so far, and do not count.</summary>
    [Fact]
    public void Certificate_AnyBytes_IsFacts()
    {
        var (loaded, tried) = (0, 0);
        Fuzzer.Run("certificate", Many, Certificates(),
            ["269932996199Z", "\u0017\r269932996199Z", "\u0018\u000f99999999999999Z", "\u0000", "\u00ff"], input =>
        {
            Interlocked.Increment(ref tried);
            X509Certificate2 presented;
            try
            {
                presented = X509CertificateLoader.LoadCertificate(input);
            }
            catch (CryptographicException)
            {
                return;
            }

            using (presented)
            {
                Interlocked.Increment(ref loaded);
                var facts = SecureFactsReader.FromCallback(presented, null, SslPolicyErrors.RemoteCertificateChainErrors);
                Assert.All(facts.Names ?? [], name => Assert.DoesNotContain(name, character => char.IsControl(character)));
            }
        });
        Assert.True(loaded > tried / 20,
            $"Only {loaded} of {tried} inputs were taken for certificates: the samples or the changes are no use.");
    }

    private static List<KeyValuePair<string, string>> HeadersOf(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        return [.. HeaderNames.Select((name, number) => KeyValuePair.Create(name, string.Concat(text.Skip(number * 7).Take(40))))];
    }

    private static byte[][] Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=api.example.test, O=Lab, C=SE", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("api.example.test");
        names.AddIpAddress(System.Net.IPAddress.IPv6Loopback);
        names.AddEmailAddress("ops@example.test");
        names.AddUri(new("https://example.test/x"));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        using var near = request.CreateSelfSigned(Sample.Noon.AddDays(-1), Sample.Noon.AddDays(30));
        using var far = request.CreateSelfSigned(Sample.Noon.AddDays(-1), new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero));
        return [near.RawData, far.RawData];
    }

    private static void Allow<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
        }
        catch (T)
        {
            // What the reader promises for bytes that are not its own.
        }
    }
}
