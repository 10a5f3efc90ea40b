using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Recognition.Redaction;

public sealed class SanitizerPropertyTests
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int LongestFragment = 6;

    // A sample that breaks a rule once in ten thousand would fail somebody else's change. To look for new ones, take another seed or none.
    private static readonly Replay SameEachRun = new(new Rnd(20261121), size: null);

    /// <summary>Each kind of secret that no one told the sanitizer of: how it is written, with {0} for the secret part.</summary>
    private static readonly (string Written, Gen<string> Secret)[] Shapes =
    [
        ("sk-{0}", Text(Alphanumeric + "_-", 20, 60)),
        ("sk-proj-{0}", Text(Alphanumeric + "_-", 40, 150)),
        ("sess-{0}", Text(Alphanumeric, 20, 40)),
        ("'{0}'", Text("0123456789abcdef", 32, 32)),
        ("\"{0}\"", Text(Alphanumeric, 84, 84)),
        ("Authorization: Bearer {0}", Text(Alphanumeric + "._~+/-", 12, 90)),
        ("Proxy-Authorization: Basic {0}", Text(Alphanumeric + "+/", 12, 40)),
        ("Digest username=\"svc\", response=\"{0}\"", Text("0123456789abcdef", 32, 32)),
        ("eyJhbGciOi.eyJhdWQi.{0}", Text(Alphanumeric + "_-", 20, 80)),
        ("?sv=2024&sig={0}&se=1", Text(Alphanumeric + "%", 20, 50)),
        ("AccountKey={0}==;EndpointSuffix=x", Text(Alphanumeric + "+/", 86, 86)),
        ("api-key: {0}", Text(Alphanumeric, 8, 40)),
        ("\"api_key\":\"{0}\"", Text(Alphanumeric + " !$%&/()=?,;.:-_[]{}", 8, 40)),
        ("{\\\"password\\\":\\\"{0}\\\"}", Text(Alphanumeric + "!$&,;", 8, 30)),
        ("Ocp-Apim-Subscription-Key: {0}", Text(Alphanumeric, 8, 40)),
        ("x-functions-key: {0}==", Text(Alphanumeric + "_-", 20, 60)),
        ("https://f.example/api?code={0}", Text(Alphanumeric + "_-=", 20, 60)),
        ("https://f.example/?a=1&client_secret={0}&b=2", Text(Alphanumeric + "~._-", 20, 40)),
        ("https://svc:{0}@proxy.corp:3128/", Text(Alphanumeric + "!$:@%*,;=/-_", 8, 40)),
        (" svc:{0}@proxy.corp:3128", Text(Alphanumeric + "!$:*,;=-_", 8, 40)),
        ("svc%3A{0}%40proxy.corp", Text(Alphanumeric + "-_", 8, 40)),
        ("Set-Cookie: a={0}; path=/", Text(Alphanumeric + "._-", 8, 60)),
        ("Cookie: a=1; b={0}", Text(Alphanumeric + "._-", 8, 60)),
        ("{0}@contoso.com", Text(Alphanumeric + "._+-", 8, 30)),
        ("organization org-{0}", Text(Alphanumeric, 24, 24)),
        ("Project `proj_{0}`", Text(Alphanumeric, 24, 24)),
        ("-----BEGIN PRIVATE KEY-----\n{0}\n-----END PRIVATE KEY-----", Text(Alphanumeric + "+/\n", 60, 200)),
        ("Incorrect API key provided: {0}***wxyz.", Text(Alphanumeric, 8, 12)),
    ];

    private static readonly Gen<string> Surroundings = Gen.OneOf(
        Gen.Constant(""),
        Text(" \r\n\t.,:;'\"()[]{}<>/?&=#@*…-_abcABC019 äß😀", 0, 40),
        Gen.Elements(
            "The proxy tunnel request failed: ",
            " at https://api.openai.com/v1/chat/completions ",
            "{\"error\":{\"message\":\"", "\"}}", " (x-request-id: req_abc)",
            "Authorization: ", "Cookie: ", "\\\"", "Bearer ", "key=", "user:", "@", "://", "[redacted]", "…", "***"));

    [Fact]
    public void Clean_UnknownSecretOfEachShape_LeavesNoFragment()
    {
        foreach (var (written, secret) in Shapes)
        {
            var gen = from value in secret
                      from before in Surroundings
                      from after in Surroundings
                      select (value, text: $"{before} {written.Replace("{0}", value, StringComparison.Ordinal)} {after}");
            Check(gen, sample => Fragment(sample.value, Sanitizer.PatternsOnly.Clean(sample.text)) is null, written);
        }
    }

    [Fact]
    public void Clean_KnownSecretInAnyEncodingAnywhere_LeavesNoFragment()
    {
        var gen =
            from value in Text(Alphanumeric + " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ß€😀", 8, 90)
            where value.Trim().Length >= 8
            from before in Surroundings
            from after in Surroundings
            from form in Gen.Elements<Func<string, string>>(
                text => text,
                Uri.EscapeDataString,
                text => System.Net.WebUtility.UrlEncode(text),
                text => System.Net.WebUtility.HtmlEncode(text),
                text => System.Text.Json.JsonEncodedText.Encode(text).ToString(),
                text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
                text => Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{text}")),
                text => Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{text}")))
            select (value, form: form(value.Trim()), text: $"{before}{form(value.Trim())}{after}");
        Check(gen, sample => Fragment(sample.form, new Sanitizer([sample.value]).Clean(sample.text)) is null, "known");
    }

    [Fact]
    public void Clean_Twice_IsTheSameAsOnce() => Check(
        Arbitrary,
        text => Sanitizer.PatternsOnly.Clean(text) is var once && Sanitizer.PatternsOnly.Clean(once) == once,
        "idempotence");

    [Fact]
    public void Clean_WithALength_IsNeverLonger() => Check(
        from text in Arbitrary from length in Gen.Choose(1, 60) select (text, length),
        sample => Sanitizer.PatternsOnly.Clean(sample.text, sample.length) is var clean
            && clean.Length <= sample.length
            && Sanitizer.PatternsOnly.Clean(clean) == clean,
        "length");

    /// <summary>Surroundings and secrets in any order, without separators.</summary>
    private static Gen<string> Arbitrary =>
        from parts in Gen.OneOf(
            Surroundings,
            from shape in Gen.Elements(Shapes)
            from value in shape.Secret
            select shape.Written.Replace(
                "{0}", value, StringComparison.Ordinal)).ListOf()
        select string.Concat(parts);

    private static string? Fragment(string secret, string text) => Enumerable
        .Range(0, Math.Max(secret.Length - LongestFragment + 1, 0))
        .Select(start => secret.Substring(start, LongestFragment))
        .FirstOrDefault(part => text.Contains(part, StringComparison.Ordinal) && !Sanitizer.Mark.Contains(part, StringComparison.Ordinal));

    private static Gen<string> Text(string alphabet, int least, int most)
    {
        var characters = alphabet.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        return from length in Gen.Choose(least, most) from parts in Gen.Elements(characters).ArrayOf(length) select string.Concat(parts);
    }

    private static void Check<T>(Gen<T> gen, Func<T, bool> holds, string name) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000).WithName(name).WithReplay(SameEachRun),
        Prop.ForAll(Arb.From(gen), sample => holds(sample)));
}
