using ProbeFleet.Fleet.Interceptions;

namespace ProbeFleet.Fleet.Tests.Interceptions;

public sealed class InterceptionRuleTests
{
    [Fact]
    public void Judge_OneVantageDiffers_IsNamedWithBothIssuers()
    {
        var notice = Assert.Single(
            InterceptionRule.Judge([Seen("a", "DigiCert"), Seen("b", "DigiCert"), Seen("c", "Contoso Inspection CA")]));

        Assert.Equal(new InterceptionNotice(new("c"), new("openai"), "Contoso Inspection CA", "DigiCert", 2), notice);
    }

    [Fact]
    public void Judge_NoMajority_NamesNobody() =>
        Assert.Empty(InterceptionRule.Judge([Seen("a", "DigiCert"), Seen("b", "Contoso"), Seen("c", "DigiCert"), Seen("d", "Contoso")]));

    [Fact]
    public void Judge_TwoVantages_NamesNobody() => Assert.Empty(InterceptionRule.Judge([Seen("a", "DigiCert"), Seen("b", "Contoso")]));

    [Fact]
    public void Judge_AllAgree_NamesNobody() => Assert.Empty(InterceptionRule.Judge([Seen("a", "DigiCert"), Seen("b", "DigiCert")]));

    [Fact]
    public void Judge_OtherRoute_HasItsOwnMajority() =>
        Assert.Empty(InterceptionRule.Judge([Seen("a", "DigiCert"), Seen("b", "DigiCert"), new(new("c"), new("gateway"), "Contoso")]));

    private static RouteIssuer Seen(string vantage, string issuer) => new(new(vantage), new("openai"), issuer);
}
