using System.Text;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Recognition.Redaction;

public sealed class SanitizerTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef";
    private static readonly string Azure84 = string.Concat(Enumerable.Repeat("4fR9kQ", 14));

    public static TheoryData<string, string> Messages => new()
    {
        {
            "Incorrect API key provided: sk-abc***wxyz. You can find your API key at https://platform.openai.com/account/api-keys.",
            "Incorrect API key provided: [redacted]. You can find your API key at https://platform.openai.com/account/api-keys."
        },
        { "Incorrect API key provided: sk-proj-********************ab12.", "Incorrect API key provided: [redacted]." },
        { "Incorrect API key provided: hunter2*****ter2. Check it.", "Incorrect API key provided: [redacted]. Check it." },
        {
            "Authentication Error, Invalid proxy server token passed. Received API Key = sk-...ab12, Key Hash (Token) =abc",
            "Authentication Error, Invalid proxy server token passed. Received API Key = [redacted], Key Hash (Token) =abc"
        },
        { "key sk-…ab12 is unknown", "key [redacted] is unknown" },
        {
            "Rate limit reached for gpt-4.1-nano in organization org-Ab3dEf6hIj9kLm2nOp5qRs8t on tokens per min (TPM): Limit 40000, Used "
                + "39800, Requested 400.",
            "Rate limit reached for gpt-4.1-nano in organization [redacted] on tokens per min (TPM): Limit 40000, Used 39800, "
                + "Requested 400."
        },
        { "No such organization: org-contoso-eu.", "No such organization: [redacted]." },
        { "OPENAI_API_KEY: anhunter2, api_key=\"the whole phrase\"", "OPENAI_API_KEY: [redacted], api_key=\"[redacted]\"" },
        { "open /?code=KEYhunter2", "open /?code=[redacted]" },
        { "proxy http://USER:hunter2hunter@10.1.2.3:3128", "proxy http://[redacted]@10.1.2.3:3128" },
        { "Project `proj_Ab3dEf6hIj9kLm2nOp5qRs8t` does not have access to model `gpt-5.1`",
            "Project `[redacted]` does not have access to model `gpt-5.1`" },
        {
            "You didn't provide an API key. You need to provide your API key in an Authorization header "
                + "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
            "You didn't provide an API key. You need to provide your API key in an Authorization header "
                + "using Bearer auth (i.e. Authorization: Bearer [redacted]."
        },
        {
            "The proxy tunnel request to proxy 'http://svc:pa55-word@10.1.2.3:3128/' failed with status code '407'.",
            "The proxy tunnel request to proxy 'http://[redacted]@10.1.2.3:3128/' failed with status code '407'."
        },
        { "HTTPS_PROXY=svc:pa55-word@proxy.corp:3128 is set", "HTTPS_PROXY=[redacted]@proxy.corp:3128 is set" },
        { "http://svc:pa%40ss%2Fword@proxy.corp:3128", "http://[redacted]@proxy.corp:3128" },
        { "http://svc:pa/ss@w:ord@proxy.corp:3128", "http://[redacted]@proxy.corp:3128" },
        { "http_proxy=http://a:3128/;https_proxy=http://bob:hunter2x@shared:3128", "http_proxy=http://[redacted]@shared:3128" },
        { "http_proxy=http://a.corp:3128/;https_proxy=http://bob:hunter2x@shared:3128",
            "http_proxy=http://a.corp:3128/;https_proxy=http://[redacted]@shared:3128" },
        { "https://gw.contoso.com/?to=http://bob:hunter2x@shared", "https://gw.contoso.com/?to=http://[redacted]@shared" },
        { "https://gw.contoso.com:443/?to=http%3A%2F%2Fbob%3Ahunter2x%40shared",
            "https://gw.contoso.com:443/?to=http%3A%2F%2F[redacted]@shared" },
        { "http://a.corp:3128/,bob:hunter2x@shared:3128", "http://a.corp:3128/,[redacted]@shared:3128" },
        { "bob:hunter2x@shared:3128;http://a.corp/@scope", "[redacted]@scope" },
        { "svc%3Apa55-word%40proxy.corp", "[redacted]@proxy.corp" },
        { "Proxy-Authorization: Basic c3ZjOnBhNTUtd29yZA==\r\nHost: x", "Proxy-Authorization: Basic [redacted]\r\nHost: x" },
        { """Authorization: Digest username="svc", realm="r", response="6629fae49393a05397450978507c4ef1" """,
            "Authorization: Digest [redacted]" },
        { "Received an invalid status line: 'Bearer abcDEF123456'.", "Received an invalid status line: 'Bearer [redacted]'." },
        { "token eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl was refused", "token [redacted] was refused" },
        {
            "https://acct.blob.core.windows.net/c?sv=2024-11-04&sig=ab%2Bcd%3D&se=2026",
            "https://acct.blob.core.windows.net/c?sv=2024-11-04&sig=[redacted]&se=2026"
        },
        {
            "DefaultEndpointsProtocol=https;AccountName=fleet;AccountKey=Zm9vYmFy==;EndpointSuffix=core.windows.net",
            "DefaultEndpointsProtocol=https;AccountName=fleet;AccountKey=[redacted];EndpointSuffix=core.windows.net"
        },
        { "api-key: 'abcdef'", "api-key: '[redacted]'" },
        { "Ocp-Apim-Subscription-Key: abcdef12", "Ocp-Apim-Subscription-Key: [redacted]" },
        { "GET /api/probes?code=Xy12_abc==&top=3", "GET /api/probes?code=[redacted]&top=3" },
        { "x-functions-key=Xy12_abc==", "x-functions-key=[redacted]" },
        { "GET /?code=KEY-9f3a&top=3", "GET /?code=[redacted]&top=3" },
        { "http://bob:hunter2x@shared:3128 is down", "http://[redacted]@shared:3128 is down" },
        { "http://bob:S3cret!x@shadow.corp:3128 is down", "http://[redacted]@shadow.corp:3128 is down" },
        { """{"client_secret":"a b\"c","grant_type":"client_credentials"}""",
            """{"client_secret":"[redacted]","grant_type":"client_credentials"}""" },
        { """{\"password\":\"hunter2\",\"user\":\"x\"}""", """{\"password\":\"[redacted]\",\"user\":\"x\"}""" },
        { """{\u0022api_key\u0022:\u0022abcdef\u0022}""", """{\u0022api_key\u0022:\u0022[redacted]""" },
        { "?next=https%3A%2F%2Fx.example%2F%3Faccess_token%3Dabcdef", "?next=https%3A%2F%2Fx.example%2F%3Faccess_token%3D[redacted]" },
        { "Set-Cookie: __cf_bm=abc.def; path=/; HttpOnly\nServer: cloudflare", "Set-Cookie: [redacted]\nServer: cloudflare" },
        { "sent _cfuvid=abc.def; more", "sent _cfuvid=[redacted]; more" },
        { "User jane.doe+x@contoso.co.uk has no access", "User [redacted] has no access" },
        { "User jane-sk-8@contoso.com has no access", "User [redacted] has no access" },
        { $"the key {Hex}.", "the key [redacted]." },
        { $"'{Azure84}'", "'[redacted]'" },
        { "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter", "[redacted]\nafter" },
        { "-----BEGIN PRIVATE KEY-----\nMIIE", "[redacted]" },
        { "upstream said hf_abcdefghijklmnop", "upstream said [redacted]" },
    };

    public static TheoryData<string> Facts =>
    [
        "The SSL connection could not be established, see inner exception.",
        "Name or service not known (api.openai.com:443)",
        "contoso-swe.openai.azure.com → contoso-swe.privatelink.openai.azure.com → 10.20.0.4, fd00::4, [2606:4700::6812:1]:443",
        "CN=api.openai.com; issuer C=US, O=Google Trust Services, CN=WE1",
        "CN=Zscaler Intermediate Root CA (zscaler.net), OU=Zscaler Inc., O=Zscaler Inc., ST=California, C=US",
        "req_0123456789abcdef0123456789abcdef",
        "x-request-id: 0123456789abcdef0123456789abcdef",
        "apim-request-id: 7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "cf-ray 8f1b2c3d4e5f6a7b-ARN",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "https://gateway.ai.cloudflare.com/v1/0123456789abcdef0123456789abcdef/prod/openai",
        "mcr.microsoft.com/azure-functions/dotnet:4@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Bearer realm=\"OpenAI API\"",
        "Basic realm=\"squid\"",
        "Digest realm=\"proxy\", nonce=\"abc\", qop=\"auth\"",
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key.",
        "Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.",
        "Do not rotate the API key: the request never reached the API.",
        "Bearer authentication and Basic authentication are not the same; Bearer token.",
        """{"error":{"message":"x","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""",
        "Missing scopes: model.request",
        "{\"statusCode\":429,\"message\":\"Rate limit is exceeded. Try again in 7 seconds.\"}",
        "Unsupported parameter: 'max_tokens' is not supported; use max_completion_tokens=16",
        "gpt-4.1-nano gpt-5.1-2025-11-13 o3-mini text-embedding-3-large",
        "POST https://api.openai.com/v1/chat/completions?api-version=2024-10-21",
        "http://proxy.corp:3128/ said HTTP 407; Via: 1.1 squid (squid/6.6)",
        "env:OPENAI_API_KEY keyvault:https://fleet.vault.azure.net/secrets/openai-key "
            + "managed-identity:7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "error:0A000410:SSL routines::sslv3 alert handshake failure",
        "OpenAI 2.15.0 on .NET 10.0.12, sdk@2.15.0, risk-free org-wide task-force",
        "The key comes from OPENAI_API_KEY: an OpenAI key on an Azure host gives just this answer.",
        "Sign in with the platform, or open / with a function key as ?code=KEY: see docs/dashboard.md.",
        "(http://USER:PASSWORD@…), special characters as %XX",
        "openssl s_client -connect h:443 -tls1_2, and -tls1_1 -cipher ALL:@SECLEVEL=0 for an old end.",
        "https://host.example:8443/path/@scope and a*b**c",
        "error:https://host.example/;http://other.example:8443/path/@scope",
        "…",
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Clean_ProviderMessage_LosesItsSecretAndNothingElse(string message, string expected) =>
        Assert.Equal(expected, Sanitizer.PatternsOnly.Clean(message));

    [Theory]
    [MemberData(nameof(Facts))]
    public void Clean_Fact_Survives(string fact) => Assert.Equal(fact, Sanitizer.PatternsOnly.Clean(fact));

    [Fact]
    public void Clean_KnownSecret_IsFoundInEveryEncoding()
    {
        const string secret = "p&ss w/rd\"ß+1";
        var sanitizer = new Sanitizer([secret]);
        string[] forms =
        [
            secret,
            Uri.EscapeDataString(secret),
            System.Net.WebUtility.UrlEncode(secret),
            System.Net.WebUtility.HtmlEncode(secret),
            System.Text.Json.JsonEncodedText.Encode(secret).ToString(),
            System.Text.Json.JsonEncodedText.Encode(
                secret, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            Base64(secret),
            Base64($"u:{secret}"),
            Base64($"me:{secret}"),
            Base64($"svc:{secret}"),
        ];

        Assert.All(forms, form => Assert.Equal("<[redacted]>", sanitizer.Clean($"<{form}>")));
    }

    [Theory]
    [InlineData("x-tenant: 11, 2026-11-28T11:00:00Z", "x-tenant: [redacted], 2026-11-28T11:00:00Z")]
    [InlineData("""{"X-Tenant":"11","at":11}""", """{"X-Tenant":"[redacted]","at":11}""")]
    [InlineData("x-tenant=11&y=11", "x-tenant=[redacted]&y=11")]
    [InlineData("11.11.0.11:11 HTTP/1.1 11", "11.11.0.11:11 HTTP/1.1 11")]
    [InlineData("x-tenant: 112, not-x-tenant: 11", "x-tenant: 112, not-x-tenant: 11")]
    public void Clean_ShortKnownSecret_IsTakenOutOnlyBehindItsHeadersName(string text, string expected) =>
        Assert.Equal(expected, new Sanitizer([new KnownSecret("11", "x-tenant"), new KnownSecret(" "), new KnownSecret("")]).Clean(text));

    [Fact]
    public void Clean_KnownSecretIsTheMarkItself_GoesAndTheRestStays() =>
        Assert.Equal("it was [redacted] here", new Sanitizer(["redacted"]).Clean("it was redacted here"));

    [Fact]
    public void Clean_CutInsideASecret_LeavesNoPartOfIt() =>
        Assert.Equal("key [redacted] i…", Sanitizer.PatternsOnly.Clean("key sk-abcdefghijklmnop is bad", 17));

    [Fact]
    public void Clean_CutInsideASurrogatePair_KeepsTheTextValid() => Assert.Equal("ab…", Sanitizer.PatternsOnly.Clean("ab😀cd", 4));

    [Fact]
    public void CleanId_ThirtyTwoHexadecimalDigits_StayUnlessKnown()
    {
        Assert.Equal(Hex, Sanitizer.PatternsOnly.CleanId(Hex));
        Assert.Equal("[redacted]", new Sanitizer([Hex]).CleanId(Hex));
        Assert.Equal("[redacted]", Sanitizer.PatternsOnly.CleanId("sk-abcdefghijklmnop"));
        Assert.Equal("[redacted]", new Sanitizer([Hex]).CleanId(Hex, 120));
        Assert.Equal("abc…", Sanitizer.PatternsOnly.CleanId("abcdef", 4));
    }

    [Fact]
    public void CleanUrl_UserInformationAndSecretParameters_Go() => Assert.Equal(
        "https://contoso.openai.azure.com/openai?api-version=v1&api-key=[redacted]&x=1",
        Sanitizer.PatternsOnly.CleanUrl(new Uri("https://u:p@contoso.openai.azure.com/openai?api-version=v1&api-key=abc&x=1")));

    [Fact]
    public void Clean_AMegabyteOfOneAwkwardText_IsCutToALine() => Assert.All(
        ["a", "a:,", "api-key:\"", "0123456789abcdef"],
        piece => Assert.True(
            Sanitizer.PatternsOnly.Clean(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)), 300).Length <= 300));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
