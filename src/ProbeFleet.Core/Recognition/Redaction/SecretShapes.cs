using System.Buffers;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>
/// All shapes in the order in which they are removed. Each pattern takes linear time: it can begin only at the edge of a run (a
/// lookbehind), loops over sets that its next part does not share, or is bounded. (The non-backtracking engine has no lookarounds and no
/// source generation; these start fast, and most texts contain no hint and start none.)
/// </summary>
internal static partial class SecretShapes
{
    /// <summary>The start of a name: not inside a word, except after an escape (<c>%3F</c>, <c>\u0022</c>).</summary>
    private const string Edge = """(?:(?<![a-z0-9])|(?<=%[0-9a-f]{2})|(?<=\\u00[0-9a-f]{2}))""";

    private const string Quote = """(?:\\?["']|\\u0022|%22)?""";

    /// <summary>The separator between a name and its value, also percent-encoded and in escaped JSON.</summary>
    private const string Is = Quote + """\s{0,4}(?:[:=]|%3[ad])\s{0,4}""" + Quote;

    /// <summary>The value after a name, within quotes or up to a separator or final full stop, with user information up to an @.</summary>
    private const string Value =
        """(?!…\z)(?:(?<=\\")(?:[^"\\\r\n]|\\(?!"))+|(?<=[^\\]")(?:[^"\\\r\n]|\\.)+""" +
        """|(?<=')[^'\r\n]+|(?<!["'])[^\s"',;&<>`]*[^\s"',;&<>`.…]""" +
        """(?:[,;&][^\s"'<>@]{0,256}@[^\s"',;&<>`]*[^\s"',;&<>`.…])?)""";

    private const string Named =
        "(?<keep>(?:" + Edge +
        """(?:(?:x-|ocp-apim-|azure-|openai-)?(?:api|subscription|functions|account|access|shared_?access|master)[_-]?(?:key|signature)""" +
        """|x-goog-api-key|cf-aig-authorization|(?:proxy-)?authorization|(?:access|refresh|id|session|bearer|sas|auth)[_-]?token""" +
        """|client[_-]?(?:secret|assertion)|passw(?:or)?d|pwd|passphrase|openai-(?:organization|project))""" +
        Is + """(?:(?:bearer|basic|negotiate|ntlm|sharedkey)\s{1,4}){0,3}){1,4})"""
        + """(?!digest\s|(?:set-)?cookie|[a-z]{2,8}://|(?<!["'])(?:an?|the)\s)""" + Value;

    private const string NamedInProse =
        """(?<keep>(?<![a-z0-9])(?:api|subscription|account|access|received|virtual) (?:key|token)(?: (?:provided|given|used))?""" + Is +
        """)(?!(?-i:[A-Za-z]?[a-z]{0,15})[\s.,;]|(?-i:[A-Za-z]?[a-z]{0,15})\z)""" + Value;

    public static IReadOnlyList<SecretShape> All { get; } =
    [
        new("A private key in PEM: a client certificate's key quoted in an error.", () => PrivateKey, "PRIVATE KEY-----"),
        new("Digest credentials: user name and response; a challenge (realm, nonce) stays.", () => DigestCredentials, "digest "),
        new("A value behind the name of a secret: a header, a JSON member, a connection string, a form; prose that goes on stays.",
            () => NamedValue, "key", "signature", "authorization", "token", "secret", "assertion", "passw", "pwd", "passphrase", "openai-"),
        new("What a provider quotes after 'API key provided:'; a sentence that goes on after 'API key:' stays.",
            () => NamedValueInProse, "key", "token"),
        new("Cookies, as a header line or by the names that edges and hosts give them: they are sessions.",
            () => Cookie, "cookie", "__cf_bm=", "_cfuvid=", "cf_clearance=", "arraffinity", "session", "sid="),
        new("A short JSON member name that only a secret has in an API's text; 'key' and 'code' are left: they name error codes.",
            () => JsonMember, "token", "secret", "sig", "credential", "private"),
        new("A secret query parameter: key, code, sig and token are secrets only inside a URL.",
            () => QueryParameter, "key", "code", "sig", "token", "secret", "assertion", "nonce"),
        new("A credential behind its scheme; challenges (Bearer realm=…) and prose (Bearer authentication) stay.",
            () => SchemeCredential, "bearer", "basic", "negotiate", "ntlm", "sharedkey"),
        new("A JWT or a part of one: Entra tokens, session tokens, any base64 of a JSON object.", () => JsonWebToken, "eyJ"),
        new("Keys of OpenAI and of gateways that copy it, whole, cut or masked: providers echo them in their 401.",
            () => OpenAIKey, "sk-", "sess-", "rk-"),
        new("Keys of other vendors that a gateway may front, by their registered prefixes.",
            () => VendorKey, "gsk_", "hf_", "xai-", "pplx-", "AIza", "AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
            "glpat-", "xox", "r8_", "nvapi-", "pk-lf-"),
        new("A Slack webhook's address: who has it may write to the channel.", () => SlackWebhook, "hooks.slack.com/"),
        new("Azure's older 32-digit hexadecimal keys; not req_…, path segments, host labels, or what is called an id.", () => AzureHexKey),
        new("Azure's 84-character keys, and 88-character storage and Cosmos keys.", () => AzureLongKey),
        new("user:pass@ of a URL, with or without a scheme: .NET quotes the proxy's URL with its password in its own exception.",
            () => UserInformation.Run, "@", "%40") { Replace = UserInformation.Remove },
        new("An e-mail address: customer data.", () => EMail, "@", "%40"),
        new("OpenAI's organization, project and user ids: customer data; support finds them by the request id. A "
            + "word such as org-wide stays, but not behind 'organization'.",
            () => AccountId, "org-", "user-", "proj_"),
        new("A value that somebody masked with asterisks or dots: what is left of it is still a part of a secret.",
            () => Masked, "***", "•••"),
    ];

    [GeneratedRegex("""-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\z)""")]
    private static partial Regex PrivateKey { get; }

    [GeneratedRegex("""(?<keep>(?<![a-z0-9])(?:set-)?cookie2?\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?)[^\s"'…][^\r\n"]*""" +
        """|(?<keep>(?<![a-z0-9_])(?:__cf_bm|_cfuvid|cf_clearance|arraffinity(?:samesite)?""" +
        """|jsessionid|phpsessid|asp\.net_sessionid|session(?:_?id)?|sid)=)""" +
        """[^\s"',;&<>…][^\s"',;&<>]*""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Cookie { get; }

    [GeneratedRegex("""(?<keep>(?<![a-z0-9])digest\s{1,4})username=[^\r\n]*""", RegexOptions.IgnoreCase)]
    private static partial Regex DigestCredentials { get; }

    [GeneratedRegex(Named, RegexOptions.IgnoreCase)]
    private static partial Regex NamedValue { get; }

    [GeneratedRegex(NamedInProse, RegexOptions.IgnoreCase)]
    private static partial Regex NamedValueInProse { get; }

    [GeneratedRegex("""(?<keep>["'](?:token|secret|sig|credential|private_?key)\\?["']\s{0,4}:\s{0,4}\\?["'])"""
        + Value, RegexOptions.IgnoreCase)]
    private static partial Regex JsonMember { get; }

    [GeneratedRegex("""(?<keep>(?:[?&;#]|%3f|%26|\\u0026|(?<![a-z0-9])(?=sig=))""" +
        """(?:key|code|sig|token|secret|assertion|nonce|signature)(?:=|%3d))(?!(?-i:KEY)(?:[\s"'&<>:;,.)`]|\z))""" +
        """[^\s"'&<>…][^\s"'&<>]*""",
        RegexOptions.IgnoreCase)]
    private static partial Regex QueryParameter { get; }

    [GeneratedRegex("""(?<keep>(?<![a-z0-9])(?:bearer|basic|negotiate|ntlm|sharedkey(?:lite)?)(?:\s|%20|\+){1,4})""" +
        """(?!(?-i:[A-Za-z]?[a-z]{0,19}(?:-[a-z]{1,19}){0,3})(?![a-z0-9._~+/=%-]|…))""" +
        """(?![a-z_-]{1,24}=\\?["'])[a-z0-9._~+/%*…-]{5,}[a-z0-9_~+/%*-]=*(?::[a-z0-9+/=]+)?""",
        RegexOptions.IgnoreCase)]
    private static partial Regex SchemeCredential { get; }

    [GeneratedRegex("""(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_=*…+/-]{6,}(?:\.[A-Za-z0-9_=*…+/-]+){0,4}""")]
    private static partial Regex JsonWebToken { get; }

    [GeneratedRegex("""(?<![A-Za-z0-9])(?:sk|sess|rk)-[A-Za-z0-9_*•.…-]*[A-Za-z0-9_*•-]""")]
    private static partial Regex OpenAIKey { get; }

    [GeneratedRegex("""(?<![A-Za-z0-9])(?:gsk_|hf_|xai-|pplx-|AIza|AKIA|gh[pousr]_|github_pat_""" +
        """|glpat-|xox[abprs]-|r8_|nvapi-|pk-lf-)[A-Za-z0-9_-]{10,}""")]
    private static partial Regex VendorKey { get; }

    [GeneratedRegex("""(?<keep>hooks\.slack\.com/(?:services|workflows|triggers)/)[A-Za-z0-9/_-]+""", RegexOptions.IgnoreCase)]
    private static partial Regex SlackWebhook { get; }

    [GeneratedRegex("""(?<![a-z0-9_./-])[0-9a-f]{32}(?!\.?[a-z0-9_-])""" +
        """(?<!(?:request|trace|correlation|activity|operation|call|ray)[ _-]?id\W{0,4}.{32})""",
        RegexOptions.IgnoreCase)]
    private static partial Regex AzureHexKey { get; }

    [GeneratedRegex("""(?<![A-Za-z0-9+/])(?:[A-Za-z0-9]{84}(?![A-Za-z0-9+/=])|[A-Za-z0-9+/]{86}==)""")]
    private static partial Regex AzureLongKey { get; }

    // A part of the address may look like a key and already be redacted.
    [GeneratedRegex("""(?<![\w.%+-]|\[redacted\])(?:\[redacted\])*[\w.%+-]+(?:\[redacted\][\w.%+-]*)*(?:@|%40)""" +
        """(?:[A-Za-z0-9-]{1,63}\.){1,10}[A-Za-z]{2,24}(?![A-Za-z0-9])""")]
    private static partial Regex EMail { get; }

    [GeneratedRegex("""(?<![A-Za-z0-9_-])(?:(?<=[Oo]rganization\W{1,4})org-[A-Za-z0-9-]+|(?:org|user)-""" +
        """(?>(?=[a-z]*[0-9A-Z])[A-Za-z0-9]{6,}|[A-Za-z0-9]{20,})|proj_[A-Za-z0-9]{6,})""" +
        """(?![A-Za-z0-9-]|\.[A-Za-z0-9])""")]
    private static partial Regex AccountId { get; }

    [GeneratedRegex("""(?<![A-Za-z0-9_*•-])(?=[*•]*[A-Za-z0-9_-])[A-Za-z0-9_*•-]*(?:\*{3}|•{3})[A-Za-z0-9_*•-]*""")]
    private static partial Regex Masked { get; }
}

/// <summary>A pattern that recognizes one kind of secret.</summary>
/// <param name="reason">What the pattern removes, and why it can occur in a probe's texts.</param>
/// <param name="hints">Texts of which every match has one, in any case: without them the regex is never started. Empty for none.</param>
internal sealed class SecretShape(string reason, Func<Regex> pattern, params string[] hints)
{
    private readonly SearchValues<string>? _hints = hints is [] ? null : SearchValues.Create(hints, StringComparison.OrdinalIgnoreCase);

    public string Reason { get; } = reason;

    /// <summary>What comes in the place of a match: usually what its group <c>keep</c> has, and the mark.</summary>
    public MatchEvaluator Replace { get; init; } = match => match.Groups["keep"].Value + Sanitizer.Mark;

    public string Remove(string text) => _hints is null || text.AsSpan().ContainsAny(_hints) ? pattern().Replace(text, Replace) : text;
}
