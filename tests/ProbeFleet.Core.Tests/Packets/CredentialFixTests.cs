using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Packets;

/// <summary>When the credential is the fault, another credential is the fix, and must be able to prove it.</summary>
public sealed class CredentialFixTests
{
    [Fact]
    public void IsOfTheCredential_EveryCause_IsExactlyTheOnesThatAnotherCredentialMayFix() => Assert.Equal(
        [
            Cause.ConfigCredentialMissing, Cause.ConfigCredentialMalformed, Cause.ConfigCredentialNotAllowed,
            Cause.CredentialUnreachable, Cause.CredentialRefused, Cause.CredentialTimeout,
            Cause.AuthMissing, Cause.AuthInvalidKey, Cause.AuthWrongAudience, Cause.AuthPermission, Cause.AuthKeyDisabled,
            Cause.AuthIpNotAllowed, Cause.AuthRegionUnsupported,
        ],
        Enum.GetValues<Cause>().Where(RouteComparability.IsOfTheCredential));

    [Theory]
    [InlineData(Cause.AuthInvalidKey)]
    [InlineData(Cause.ConfigCredentialMissing)]
    [InlineData(Cause.CredentialRefused)]
    public void Judge_PassedWithANewCredentialAfterACredentialFault_IsVerifiedAndSaysSo(Cause cause) => Assert.Equal(
        new VerificationVerdict.Verified(Fixed.Id) { WithAnotherCredential = true },
        PacketVerification.Judge(PacketOf(cause), Fixed));

    [Fact]
    public void Judge_PassedWithTheSameCredential_IsVerifiedWithoutTheRemark() => Assert.Equal(
        new VerificationVerdict.Verified(Fixed.Id),
        PacketVerification.Judge(PacketOf(Cause.AuthPermission), Fixed with { Fingerprint = Broken(Cause.AuthPermission).Fingerprint }));

    [Fact]
    public void Judge_TheNewCredentialFailsToo_IsStillFailing() => Assert.IsType<VerificationVerdict.StillFailing>(
        PacketVerification.Judge(PacketOf(Cause.AuthInvalidKey), Fixed with { Outcome = ProbeOutcome.Failed }));

    [Fact]
    public void Judge_ANewCredentialAfterANetworkFault_ProvesNothing() => Assert.IsType<VerificationVerdict.NotComparable>(
        PacketVerification.Judge(PacketOf(Cause.TlsUntrustedRoot), Fixed));

    public static TheoryData<string> OtherFields => ["route.baseUrl", "route.model", "route.apiVersion", "route.kind", "runtime.sdk"];

    [Theory]
    [MemberData(nameof(OtherFields))]
    public void Judge_AnotherRouteFieldChangedToo_ProvesNothingAndNamesIt(string field)
    {
        var after = field switch
        {
            "route.baseUrl" => Fixed with { Route = Fixed.Route with { BaseUrl = "https://eu.api.openai.com/v1" } },
            "route.model" => Fixed with { Route = Fixed.Route with { Model = "gpt-5" } },
            "route.apiVersion" => Fixed with { Route = Fixed.Route with { ApiVersion = "v1" } },
            "route.kind" => Fixed with { Route = Fixed.Route with { Kind = Core.Model.RouteKind.Gateway } },
            _ => Fixed with { Vantage = Fixed.Vantage with { Runtime = Fixed.Vantage.Runtime with { Sdk = "OpenAI 3.0.0" } } },
        };

        var verdict = Assert.IsType<VerificationVerdict.NotComparable>(PacketVerification.Judge(PacketOf(Cause.AuthInvalidKey), after));

        Assert.Equal(field, verdict.Fields[0].Fact);
    }

    [Fact]
    public void Compare_ACredentialFaultWithItsBaseline_ShowsTheCredentialAmongTheChanges()
    {
        var healthy = Fixed with { Fingerprint = new("sha256:aaaa", "sha256:bbbb") };
        var broken = WithIdentity(Broken(Cause.AuthInvalidKey), "fedcba987654") with { Fingerprint = new("sha256:cccc", "sha256:bbbb") };

        foreach (var (was, now) in new[] { (healthy, broken), (broken, healthy) })
        {
            var comparison = BaselineComparer.Compare(was, now);

            Assert.Null(comparison.NotComparable);
            Assert.Contains("credential.identity", comparison.Changed.Select(fact => fact.Fact));
        }
    }

    private static Packet PacketOf(Cause cause) => PacketWriter.FromProbe(Broken(cause), DateTimeOffset.UnixEpoch);

    private static ProbeResult Broken(Cause cause) =>
        Sample.UntrustedRoot with { Diagnosis = Sample.UntrustedRoot.Diagnosis with { Cause = cause } };

    private static ProbeResult Fixed { get; } = Sample.UntrustedRoot with
    {
        Id = Guid.Parse("0199a5b0-7c00-7000-8000-00000000000a"),
        StartedAt = Sample.UntrustedRoot.StartedAt.AddHours(1),
        Outcome = ProbeOutcome.Passed,
        Break = null,
        Diagnosis = Sample.UntrustedRoot.Diagnosis with { Cause = Cause.Ok },
        Fingerprint = new("sha256:cccc", "sha256:bbbb"),
    };

    private static ProbeResult WithIdentity(ProbeResult result, string identity) =>
        result.Changing<CredentialEvidence>(credential => credential with { Facts = credential.Facts! with { Identity = identity } });
}
