using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Diagnosis;

/// <summary>What a verdict may not say, because this evidence does not show it, and what it may not ask for, because it does.</summary>
public sealed class UnprovenClaimsTests
{
    private const string Proxy = "http://proxy.contoso.com:3128";
    private static readonly GoldenAnswer Template = GoldenAnswer.All["cohere-1"];

    public static TheoryData<string> BrokenTlsOfAProvider => [.. GoldenCase.Names.Where(
        name => name.StartsWith("tls-", StringComparison.Ordinal)
            && GoldenCase.Open(name).Evidence().Route.BaseUrl.Contains("api.openai.com", StringComparison.Ordinal))];

    [Theory]
    [InlineData("http-headers-never-arrive", FailureKind.TimedOut)]
    [InlineData("http-reset-before-headers", FailureKind.Reset)]
    [InlineData("http-closed-before-headers", FailureKind.Closed)]
    public void KeylessRequest_ThatBrokeToo_IsNotAskedForAgain(string name, FailureKind kind)
    {
        var evidence = GoldenCase.Open(name).Evidence();
        var keyless = new VariantOutcome
        {
            Variant = ProbeVariant.Keyless,
            ReachedApi = false,
            Break = Stage.Respond,
            Failure = new(kind, ""),
        };

        var diagnosis = Diagnostician.Diagnose(evidence with { DrillDown = (evidence.DrillDown ?? new()) with { Variants = [keyless] } });

        Assert.Contains("without the key", diagnosis.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("keyless", Everything(diagnosis), StringComparison.Ordinal);
        Assert.DoesNotContain("--timeout", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void Loopback_OfARouteThatIsMeantToBeInThisContainer_IsAServerThatDoesNotListen()
    {
        var evidence = GoldenCase.Open("case-23-open-notebook-localhost").Evidence();
        var diagnosis = Diagnostician.Diagnose(evidence with { Route = evidence.Route with { IsPrivate = true } });

        Assert.Equal(Cause.TcpRefused, diagnosis.Cause);
        Assert.Contains("this very container, and nothing listens", diagnosis.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("service's name", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void KeylessRequest_ThatWasNotSent_SaysNothing()
    {
        var evidence = GoldenCase.Open("http-headers-never-arrive").Evidence();
        var keyless = new VariantOutcome
        {
            Variant = ProbeVariant.Keyless,
            ReachedApi = false,
            Break = Stage.Connect,
            Failure = new(FailureKind.TimedOut, ""),
        };

        var diagnosis = Diagnostician.Diagnose(evidence with { DrillDown = (evidence.DrillDown ?? new()) with { Variants = [keyless] } });

        Assert.DoesNotContain("without the key", diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"error\":\"Authorization token is not set\"}")]
    [InlineData("{\"message\":\"Invalid API token. Please configure a valid API key\"}")]
    [InlineData("{\"error\":{\"message\":\"API key not configured\"}}")]
    public void Answer401_ThatMissesAKey_SpeaksOfTheCallers(string body)
    {
        var diagnosis = Diagnose(RouteKind.OpenAI, "https://llm.contoso.com/v1", 401, body);

        Assert.Equal(Owner.Authentication, diagnosis.Owner);
        Assert.DoesNotContain("was not judged", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unauthorized")]
    [InlineData("Forbidden")]
    public void FailingServer_ThatQuotesARefusal_ProvesNoPath(string message)
    {
        var evidence = (Template with
        {
            Kind = RouteKind.Gateway,
            BaseUrl = new("https://llm.contoso.com/v1"),
            Status = 502,
            Body = $"{{\"error\":\"{message}\"}}",
        }).Evidence();

        Assert.NotEqual(Cause.Ok, Diagnostician.Diagnose(evidence with { Depth = ProbeDepth.Path }).Cause);
        Assert.NotEqual(Cause.Ok, Diagnostician.Diagnose(evidence with { Variant = ProbeVariant.Keyless }).Cause);
    }

    /// <summary>RFC 6585: only what intercepts a request may answer 511, never the server that was asked.</summary>
    [Theory]
    [InlineData(RouteKind.Gateway, "https://llm.contoso.com/v1")]
    [InlineData(RouteKind.Gateway, "http://llm.contoso.com/v1")]
    [InlineData(RouteKind.OpenAI, "https://llm.contoso.com/v1")]
    [InlineData(RouteKind.OpenAI, "http://127.0.0.1:8000/v1")]
    [InlineData(RouteKind.OpenAI, "https://api.openai.com/v1")]
    public void Status511_FromAnyone_IsASignInOfTheNetwork(RouteKind kind, string baseUrl)
    {
        var diagnosis = Diagnose(kind, baseUrl, 511, Page("Welcome", "Log in to use this network."));

        Assert.Equal((Cause.HttpNotApi, Owner.ConnectionPath), (diagnosis.Cause, diagnosis.Owner));
        Assert.Contains("sign-in", diagnosis.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("Do not look at the network", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteKind.OpenAI, 500)]
    [InlineData(RouteKind.OpenAI, 502)]
    [InlineData(RouteKind.OpenAI, 504)]
    [InlineData(RouteKind.OpenAI, 429)]
    [InlineData(RouteKind.Gateway, 429)]
    public void PageOnPlainHttp_OfAnyStatus_ProvesNoKey(RouteKind kind, int status)
    {
        foreach (var body in new[] { Page($"{status} failed", "teapots"), "" })
        {
            var diagnosis = Diagnose(kind, "http://127.0.0.1:8000/v1", status, body);

            Assert.DoesNotContain("accepted", Everything(diagnosis), StringComparison.Ordinal);
            Assert.DoesNotContain(diagnosis.DoNot, warning => warning.Contains("key", StringComparison.Ordinal)
                && !warning.StartsWith("Do not act on the status", StringComparison.Ordinal));
            Assert.Contains(diagnosis.Alternatives!, other => other.Cause is Cause.HttpNotApi);
        }
    }

    [Fact]
    public void FailingGatewayOnPlainHttp_FromElsewhere_MayBeSomethingOnTheWay()
    {
        var diagnosis = Diagnose(RouteKind.Gateway, "http://llm.contoso.com/v1", 502, Page("502 Bad Gateway", "x"));

        Assert.Contains(diagnosis.Alternatives!, other => other.Cause is Cause.HttpNotApi);
        Assert.DoesNotContain("Do not change this caller's network", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteKind.OpenAI)]
    [InlineData(RouteKind.Gateway)]
    public void PageThatDeniesAccess_OverTls_IsNoKnownCredential(RouteKind kind)
    {
        var page = Page("Access denied", "This request was blocked by Contoso policy.");

        var diagnosis = Diagnose(kind, "https://llm.contoso.com/v1", 403, page);

        Assert.Equal(Cause.HttpNotApi, diagnosis.Cause);
        Assert.Contains("blocked by Contoso policy", diagnosis.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("is known", Everything(diagnosis), StringComparison.Ordinal);
        Assert.Contains(diagnosis.Alternatives!, other => other.Cause is Cause.AuthPermission);
    }

    [Theory, MemberData(nameof(BrokenTlsOfAProvider))]
    public void BrokenTls_OfAProvidersHost_AsksNothingOfTheProvider(string name)
    {
        var steps = string.Join('\n', Diagnostician.Diagnose(GoldenCase.Open(name).Evidence()).DoNext);

        Assert.DoesNotContain("operator of api.openai.com", steps.Replace("the operator of api.openai.com, or of the inspection", "",
            StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("Have the server", steps, StringComparison.Ordinal);
        Assert.DoesNotContain("Have api.openai.com", steps, StringComparison.Ordinal);
        Assert.DoesNotContain("Have the TLS end of", steps, StringComparison.Ordinal);
        Assert.DoesNotContain("log of api.openai.com", steps, StringComparison.Ordinal);
    }

    [Fact]
    public void SelfSignedCertificate_ForAProvidersHost_IsNotToBeTrusted()
    {
        var evidence = GoldenCase.Open("tls-untrusted-root").Evidence();

        var diagnosis = Diagnostician.Diagnose(With(evidence, stage => stage is SecureEvidence { Facts: { } facts } secure
            ? secure with { Facts = facts with { Subject = "CN=api.openai.com", Issuer = "CN=api.openai.com", ChainStatus = ["UntrustedRoot"] } }
            : stage));

        Assert.Equal((Cause.TlsUntrustedRoot, Owner.ConnectionPath), (diagnosis.Cause, diagnosis.Owner));
        Assert.DoesNotContain("server with a certificate of its own", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("this network", diagnosis.DoNext[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tls-reset", Cause.TlsReset)]
    [InlineData("tls-closed", Cause.TlsClosed)]
    [InlineData("tls-stall", Cause.TlsTimeout)]
    [InlineData("tls-plain-http-server", Cause.TlsNotTls)]
    public void BrokenTls_InAProxysTunnel_SuspectsTheProxyFirst(string name, Cause cause)
    {
        var evidence = With(GoldenCase.Open(name).Evidence(), stage => stage is TunnelEvidence tunnel
            ? tunnel with { Outcome = StageOutcome.Passed, Facts = new() { Proxy = Proxy, Status = 200 } }
            : stage);

        var diagnosis = Diagnostician.Diagnose(evidence);

        Assert.Equal((cause, Owner.ConnectionPath), (diagnosis.Cause, diagnosis.Owner));
        Assert.DoesNotContain("TCP", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains($"log of the proxy {Proxy}", diagnosis.DoNext[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1:11434/v1", "127.0.0.1", false, "http://127.0.0.1:11434/v1")]
    [InlineData("https://localhost:8000/v1", "::1", false, "http://localhost:8000/v1")]
    [InlineData("https://10.20.30.40:8000/v1", "10.20.30.40", false, "http://10.20.30.40:8000/v1")]
    [InlineData("https://llm.contoso.com/v1", "10.20.30.40", true, "http://llm.contoso.com:443/v1")]
    public void PlainHttpServer_DeclaredNear_IsCalledWithTheWrongScheme(string baseUrl, string address, bool isPrivate, string better)
    {
        var diagnosis = PlainHttpServer(RouteKind.OpenAI, baseUrl, address, isPrivate);

        Assert.Equal((Cause.ConfigBaseUrl, Owner.Configuration), (diagnosis.Cause, diagnosis.Owner));
        Assert.Contains($"Write {better} ", diagnosis.DoNext[0], StringComparison.Ordinal);
        Assert.DoesNotContain("captive portal", Everything(diagnosis), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(RouteKind.OpenAI, "https://api.openai.com/v1", true)]
    [InlineData(RouteKind.AzureOpenAI, "https://contoso.openai.azure.com", true)]
    [InlineData(RouteKind.Gateway, "https://openrouter.ai/api/v1", false)]
    public void PlainHttpServer_AtAPrivateAddressThatOnlyTheDnsGave_MayBeAPortal(RouteKind kind, string baseUrl, bool isPrivate)
    {
        var diagnosis = PlainHttpServer(kind, baseUrl, "10.0.0.1", isPrivate);

        Assert.Equal((Cause.TlsNotTls, Owner.ConnectionPath), (diagnosis.Cause, diagnosis.Owner));
        Assert.Contains(diagnosis.Alternatives!, other => other.Cause is Cause.ConfigBaseUrl);
        Assert.DoesNotContain("Write http://", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http-headers-never-arrive")]
    [InlineData("http-reset-before-headers")]
    [InlineData("http-closed-before-headers")]
    public void BrokenPlainHttp_ThroughAProxy_NamesTheProxyThatTookIt(string name)
    {
        var evidence = With(GoldenCase.Open(name).Evidence(), stage => stage switch
        {
            ConfigureEvidence { Facts: { } facts } configure =>
                configure with { Facts = facts with { Proxy = new() { Url = Proxy, Source = "http_proxy" } } },
            SecureEvidence secure => secure with { Outcome = StageOutcome.Skipped, Facts = null },
            _ => stage,
        });

        var diagnosis = Diagnostician.Diagnose(evidence with { Route = evidence.Route with { BaseUrl = "http://llm.contoso.com/v1" } });

        Assert.Contains($"the proxy {Proxy} for llm.contoso.com", diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http-reset-before-headers", Owner.ApiServer)]
    [InlineData("http-redirect-to-a-portal", Owner.ConnectionPath)]
    public void HeadersLongerThanTheClientTakes_AreTheHostsWhereTlsProvesIt(string name, Owner owner)
    {
        var evidence = With(GoldenCase.Open(name).Evidence(), stage => stage is RespondEvidence respond
            ? respond with { Outcome = StageOutcome.Failed, Failure = new(FailureKind.TooLarge, "the response's headers are longer than 64 KB") }
            : stage);

        var diagnosis = Diagnostician.Diagnose(evidence);

        Assert.Equal((Cause.HttpInvalid, owner), (diagnosis.Cause, diagnosis.Owner));
        Assert.Contains("64 KB", diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void BreakThatNoRuleKnows_SaysWhatTheExceptionSays()
    {
        var evidence = GoldenCase.Open("unclassified-break").Evidence() with
        {
            Exception = [new() { Type = "System.Exception", Message = "outer" }, new() { Type = "System.Exception", Message = "teapots are out" }],
        };

        Assert.Contains("teapots are out", Diagnostician.Diagnose(evidence).Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://llm.contoso.com/v1/chat/completions", "https://llm.contoso.com/v1")]
    [InlineData("https://llm.contoso.com/api/v1/chat/completions/", "https://llm.contoso.com/api/v1")]
    public void Redirect_ToTheOperationElsewhereOnTheHost_NamesTheBaseUrl(string location, string better)
    {
        var diagnosis = Redirected("http-redirect-to-the-same-host", location);

        Assert.Equal(Owner.Configuration, diagnosis.Owner);
        Assert.Contains($"Set the base URL to {better}:", diagnosis.DoNext[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Redirect_ThatOnlyAddsASlash_IsNoMatterOfTheBaseUrl()
    {
        var diagnosis = Redirected("http-redirect-to-a-relative-path", "/v1/chat/completions/");

        Assert.Equal(Owner.RouteProvider, diagnosis.Owner);
        Assert.DoesNotContain("Set the base URL", Everything(diagnosis), StringComparison.Ordinal);
        Assert.Contains("(curl -si -X POST 'https://llm.contoso.com/v1/chat/completions'", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void Redirect_FromHttpsToHttp_IsTheServersAndIsNeverAdvised()
    {
        var diagnosis = Redirected("http-redirect-to-a-relative-path", "http://llm.contoso.com/v1/chat/completions/");

        Assert.Equal(Owner.RouteProvider, diagnosis.Owner);
        Assert.DoesNotContain("Set the base URL", Everything(diagnosis), StringComparison.Ordinal);
        Assert.Contains(diagnosis.DoNot, text => text.Contains("http://", StringComparison.Ordinal));
    }

    [Fact]
    public void Redirect_ToAnotherPort_MayBeTheServersInnerOne()
    {
        var diagnosis = Redirected("http-redirect-to-a-relative-path", "https://llm.contoso.com:8443/v1/chat/completions/");

        Assert.Contains("whether port 8443 is for callers", diagnosis.DoNext[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Redirect_OfTheOperationToAnotherHost_IsAMoveAndNoSignIn()
    {
        var diagnosis = Redirected("http-redirect-to-a-relative-path", "https://www.contoso.com/v1/chat/completions");

        Assert.Equal(Owner.Configuration, diagnosis.Owner);
        Assert.Contains("https://www.contoso.com/v1", diagnosis.DoNext[0], StringComparison.Ordinal);
        Assert.DoesNotContain("service token", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void Redirect_OfAGatewayThatTlsProves_ToAnySignIn_IsTheGatewaysOwnUnlessAnInspectionAsks()
    {
        var diagnosis = Redirected("http-redirect-to-a-relative-path", "https://login.contoso.com/sso?token=abcdefghijklmnop");

        Assert.Equal(Owner.RouteProvider, diagnosis.Owner);
        Assert.Contains(diagnosis.Alternatives!, other => other.Owner is Owner.ConnectionPath);
        Assert.Contains("token=[redacted]\". APIs", Sanitizer.PatternsOnly.Clean(diagnosis.Summary), StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyAnswer_IsNotToBeRead()
    {
        var diagnosis = Diagnose(RouteKind.Gateway, "https://llm.contoso.com/v1", 401, "");

        Assert.DoesNotContain("Read the answer", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void PageOfAWebServer_IsSaidToBeItsAnswerWithItsName()
    {
        var diagnosis = Diagnose(
            RouteKind.OpenAI, "https://api.openai.com/v1", 404, Page("Not here", "x"), new() { ["server"] = "teapot/3.1" });

        Assert.StartsWith("A web server (teapot/3.1) answered 404: page \"Not here\"", diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"choices\": [", Cause.HttpBodyTruncated)]
    [InlineData("{}", Cause.HttpNotApi)]
    public void OddBody_WithOpenAIsOwnMarks_IsItsServers(string body, Cause cause)
    {
        var diagnosis = Diagnose(
            RouteKind.OpenAI, "https://api.openai.com/v1", 200, body,
            new() { ["x-request-id"] = "req_1", ["openai-version"] = "2020-10-01", ["openai-processing-ms"] = "5" });

        Assert.Equal((cause, Owner.ApiServer), (diagnosis.Cause, diagnosis.Owner));
        Assert.Contains("req_1", Everything(diagnosis), StringComparison.Ordinal);
        Assert.DoesNotContain("in the place of", Everything(diagnosis), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http-body-truncated")]
    [InlineData("http-body-stall")]
    public void CutAnswerOverPlainHttp_HadReachedSomeone(string name)
    {
        var evidence = With(
            GoldenCase.Open(name).Evidence(),
            stage => stage is SecureEvidence secure ? secure with { Outcome = StageOutcome.Skipped, Facts = null } : stage);

        var diagnosis = Diagnostician.Diagnose(evidence with { Route = evidence.Route with { BaseUrl = "http://llm.contoso.com/v1" } });

        Assert.DoesNotContain("not known to have reached", Everything(diagnosis), StringComparison.Ordinal);
    }

    private static string Page(string title, string text) =>
        $"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>";

    private static ProbeDiagnosis Diagnose(
        RouteKind kind, string baseUrl, int status, string body, Dictionary<string, string>? headers = null) => Diagnostician.Diagnose(
        (Template with { Kind = kind, BaseUrl = new(baseUrl), Status = status, Body = body, Headers = headers ?? [] }).Evidence());

    private static ProbeDiagnosis PlainHttpServer(RouteKind kind, string baseUrl, string address, bool isPrivate)
    {
        var evidence = With(GoldenCase.Open("tls-plain-http-server").Evidence(), stage => stage is ResolveEvidence { Facts: { } facts } resolve
            ? resolve with { Facts = facts with { Addresses = [address] } }
            : stage);
        return Diagnostician.Diagnose(evidence with { Route = evidence.Route with { Kind = kind, BaseUrl = baseUrl, IsPrivate = isPrivate } });
    }

    private static ProbeDiagnosis Redirected(string name, string location) => Diagnostician.Diagnose(With(
        GoldenCase.Open(name).Evidence(),
        stage => stage is RespondEvidence { Facts: { } facts } respond ? respond with { Facts = facts with { Location = location } } : stage));

    private static ProbeEvidence With(ProbeEvidence evidence, Func<StageEvidence, StageEvidence> change) =>
        evidence with { Stages = [.. evidence.Stages.Select(change)] };

    private static string Everything(ProbeDiagnosis diagnosis) => string.Join(
        '\n', [diagnosis.Summary, .. diagnosis.DoNext, .. diagnosis.DoNot, .. (diagnosis.Alternatives ?? []).Select(other => other.Check)]);
}
