using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Diagnosis.Causes;

public sealed class CauseCatalogTests
{
    private const string SeedRule = "Do not touch keys, billing, models or prompts";

    public static TheoryData<Cause> Causes => [.. Enum.GetValues<Cause>()];

    public static TheoryData<string> GoldenNames => [.. GoldenCase.Names];

    /// <summary>The cases that broke with no response, and no variant of the probe had one either.</summary>
    public static TheoryData<string> WithoutResponse => [.. GoldenCase.Names.Where(
        name => IsWithoutResponse(GoldenCase.Open(name).Evidence()))];

    /// <summary>Run with PROBEFLEET_UPDATE=1 to write the page anew.</summary>
    [Fact]
    public void CausesPage_IsWhatTheCatalogSays() => Repository.AssertEqual("docs/causes.md", CauseReference.Render());

    [Theory, MemberData(nameof(Causes))]
    public void Entry_OfEveryCause_ExplainsAndAdvises(Cause cause)
    {
        var entry = CauseCatalog.Find(cause);

        Assert.EndsWith(".", entry.Explanation, StringComparison.Ordinal);
        Assert.All(entry.DoNext.Concat(entry.DoNot), step => Assert.EndsWith(".", step, StringComparison.Ordinal));
        Assert.DoesNotContain(entry.OtherOwners, other => other.Owner == entry.Owner);
        if (cause is not Cause.Ok)
        {
            Assert.NotEmpty(entry.DoNext);
            Assert.NotEmpty(entry.DoNot);
        }
    }

    [Theory, MemberData(nameof(GoldenNames))]
    public void Owner_OfGoldenCase_IsOneThatTheCatalogNames(string name)
    {
        var diagnosis = Diagnostician.Diagnose(GoldenCase.Open(name).Evidence());
        var entry = CauseCatalog.Find(diagnosis.Cause);

        Assert.Contains(diagnosis.Owner, entry.OtherOwners.Select(other => other.Owner).Append(entry.Owner));
    }

    [Theory, MemberData(nameof(WithoutResponse))]
    public void ConnectionPath_WithoutAResponse_ForbidsTouchingKeysBillingModelsAndPrompts(string name)
    {
        var diagnosis = Diagnostician.Diagnose(GoldenCase.Open(name).Evidence());

        Assert.True(
            diagnosis.Owner is not Owner.ConnectionPath || diagnosis.Cause is Cause.CredentialUnreachable or Cause.CredentialTimeout
                || diagnosis.DoNot.Any(step => step.StartsWith(SeedRule, StringComparison.Ordinal)),
            $"{diagnosis.Cause}: {string.Join(" ", diagnosis.DoNot)}");
    }

    /// <summary>
    /// Without a status, a body or a request id only these are not the connection path's: nothing was sent, or the base URL explains it.
    /// </summary>
    [Theory, MemberData(nameof(WithoutResponse))]
    public void Owner_WithoutAResponse_IsTheConnectionPathOrTheConfiguration(string name)
    {
        var diagnosis = Diagnostician.Diagnose(GoldenCase.Open(name).Evidence());

        Assert.True(
            diagnosis.Owner is Owner.ConnectionPath or Owner.Configuration
                || diagnosis.Cause is Cause.CredentialRefused or Cause.ProbeCancelled or Cause.Unclassified
                // An HTTP/2 frame came, from the end of the TLS connection.
                or Cause.HttpGoAway or Cause.HttpStreamReset,
            $"{diagnosis.Cause} is owned by {diagnosis.Owner}");
    }

    private static bool IsWithoutResponse(ProbeEvidence evidence) =>
        evidence is { Response: null, BrokenStage: not null }
            && evidence.DrillDown?.Variants?.Any(variant => variant.ReachedApi) is not true;
}
