using System.Text.RegularExpressions;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Core.Tests.Diagnosis;

namespace ProbeFleet.Core.Tests.Recognition.Redaction;

/// <summary>Secrets that the sanitizer was told of, in the forms that others give them.</summary>
public sealed partial class KnownSecretTests
{
    private const string Key = "Zx9Q4vLm2Tt7Rw8KpA3n";
    private const int Samples = 400;

    private static readonly string[] Surroundings =
    [
        "{0}", "Received key: {0}", "key '{0}' is unknown", "{{\"error\":{{\"message\":\"Incorrect key {0}.\"}}}}", "<p>{0}</p>",
        "a={0}&b=1",
        "1.1 gateway ({0})", "trace {0} 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "x-{0}-y", "https://h.example/{0}/v1",
    ];

    public static TheoryData<string> Forms => [.. SecretForms.All.Select(form => form.Name)];

    [Theory, MemberData(nameof(Forms))]
    public void Clean_FormOfAKnownSecret_TellsNothing(string name)
    {
        var write = SecretForms.All.First(form => form.Name == name).Write;
        var random = new Random(20261129);
        for (var sample = 0; sample < Samples; sample++)
        {
            var secret = SecretForms.Make(random);
            var sanitizer = new Sanitizer([secret]);
            var written = write(secret);
            var text = string.Format(null, Surroundings[sample % Surroundings.Length], written);

            var clean = sanitizer.Clean(text);

            Assert.True(SecretForms.Told(secret, written, clean) is null, $"{secret} in {text} became {clean}");
            Assert.Equal(clean, sanitizer.Clean(clean));
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Clean_FormOfAnUnknownSecret_WouldTell(string name)
    {
        var written = SecretForms.All.First(form => form.Name == name).Write(Key);

        Assert.NotNull(SecretForms.Told(Key, written, $"told {written}"));
    }

    [Theory]
    [InlineData("key Zx9Q4v…A3n is unknown", "key [redacted] is unknown")]
    [InlineData("key Zx9****A3n is unknown", "key [redacted] is unknown")]
    [InlineData("key Zx9QXXXXXXXXXXXXXX3n is unknown", "key [redacted] is unknown")]
    [InlineData("key Zx9Q... is unknown", "key Zx9Q... is unknown")]
    [InlineData("key ...A3n is unknown", "key ...A3n is unknown")]
    [InlineData("key ..KpA3n is unknown", "key [redacted] is unknown")]
    public void Clean_MaskedKnownSecret_ShowsFourCharactersAtMost(string text, string expected) =>
        Assert.Equal(expected, new Sanitizer([Key]).Clean(text));

    [Theory]
    [InlineData("11:22:33", "at 2026-11-28T11:22:33Z and 11:22:33 of 7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    [InlineData("2026-11-28", "2026-11-28T11:00:00Z")]
    [InlineData("7425-40de-944b", "request 7c9e6679-7425-40de-944b-e07fc1f90ae7 failed")]
    [InlineData("10.20.0.4", "10.20.0.40:443 and 110.20.0.4 answered HTTP 1.1")]
    [InlineData("12345678", "9123456789 bytes")]
    [InlineData("fd00:4::12", "[fd00:4::123]:443")]
    public void Clean_KnownSecretThatIsAPartOfAnInstantIdNumberOrAddress_LeavesIt(string secret, string fact)
    {
        var clean = new Sanitizer([secret]).Clean($"{fact} {secret}");

        Assert.Equal($"{fact} [redacted]", clean.Replace("and [redacted] of", $"and {secret} of", StringComparison.Ordinal));
    }

    [Fact]
    public void Clean_KnownSecretsMadeOfTheToolsOwnWords_LeaveItsSentences()
    {
        var sentences = LinkTarget.Replace(CauseReference.Render(), "");
        var words = sentences.Split(
            [' ', '\n', '.', ',', ':', ';', '(', ')', '`', '\'', '"', '|', '#', '<', '>', '/', '=', '_', '-', '*', '?', '[', ']'])
            .Where(word => word.Length >= 6 && word.Skip(1).All(char.IsAsciiLetterLower))
            .Select(word => word.ToLowerInvariant())
            .Concat(["openai", "gateway", "answer", "portkey", "litellm", "bedrock", "anthropic"])
            .Distinct();

        Assert.All(words, word =>
        {
            Assert.Contains(word, new Sanitizer([$"{word}-x7", $"q4.{word}"]).Clean($"It says {word} here"), StringComparison.Ordinal);
            Assert.Contains(word, new Sanitizer([new KnownSecret(word, "x-team")]).Clean(
                $"x-team: {word}, it says {word} here"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Clean_OwnWordAsAHeadersValue_GoesBehindItsName() => Assert.Equal(
        "x-environment: [redacted], the production runs",
        new Sanitizer([new KnownSecret("production", "x-environment")]).Clean("x-environment: production, the production runs"));

    [Theory]
    [InlineData("https://hooks.slack.com/services/T0000/B0000/abcdefghijkl", "https://hooks.slack.com/services/[redacted]")]
    [InlineData("r8_abcdefghijklmnop nvapi-abcdefghijklmnop pk-lf-12345678-abcd", "[redacted] [redacted] [redacted]")]
    [InlineData("Received key: abcDEF123.", "Received key: [redacted].")]
    [InlineData("hunt•••••r2 was sent", "[redacted] was sent")]
    public void Clean_MoreShapes_Go(string text, string expected) => Assert.Equal(expected, Sanitizer.PatternsOnly.Clean(text));

    [GeneratedRegex(@"\(#[^)]*\)|""[^""]*""")]
    private static partial Regex LinkTarget { get; }
}
