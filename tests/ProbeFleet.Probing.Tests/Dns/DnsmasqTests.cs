using ProbeFleet.FaultLab.Servers;
using ProbeFleet.Probing.Dns;

namespace ProbeFleet.Probing.Tests.Dns;

public sealed class DnsmasqTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Query_ChainOfTwoAliases_IsKeptInOrder()
    {
        await using var server = await StartAsync(
            ["cname=api.example.test,alias.example.test", "cname=alias.example.test,edge.example.test",
             "host-record=edge.example.test,192.0.2.10,2001:db8::10,77"]);

        var four = await AskAsync(server, "api.example.test", DnsRecordType.A);
        var six = await AskAsync(server, "API.example.test", DnsRecordType.Aaaa);

        Assert.Equal(["alias.example.test", "edge.example.test"], four.Cnames);
        Assert.Equal(["192.0.2.10"], four.Addresses);
        Assert.Equal(["2001:db8::10"], six.Addresses);
        Assert.Equal("NOERROR", four.Rcode);
        Assert.InRange(four.TtlSeconds!.Value, 0, 77);
    }

    [Fact]
    public async Task Query_UnknownName_IsNxdomain()
    {
        await using var server = await StartAsync("local=/example.test/");

        Assert.Equal("NXDOMAIN", (await AskAsync(server, "gone.example.test", DnsRecordType.A)).Rcode);
    }

    [Fact]
    public async Task Query_NameWithoutThisFamily_IsNoErrorWithoutAddresses()
    {
        await using var server = await StartAsync("host-record=four.example.test,192.0.2.4", "local=/example.test/");

        var lookup = await AskAsync(server, "four.example.test", DnsRecordType.Aaaa);

        Assert.Equal("NOERROR", lookup.Rcode);
        Assert.Empty(lookup.Addresses);
    }

    [Fact]
    public async Task Query_ServerWithoutUpstream_IsRefused()
    {
        await using var server = await StartAsync();

        Assert.Equal("REFUSED", (await AskAsync(server, "api.example.test", DnsRecordType.A)).Rcode);
    }

    [Fact]
    public async Task Query_UpstreamFails_IsServfail()
    {
        await using var upstream = new DnsResponder((query, _) => [DnsResponder.Respond(query, 2)]);
        await using var server = await StartAsync($"server=127.0.0.1#{upstream.Endpoint.Port}");

        Assert.Equal("SERVFAIL", (await AskAsync(server, "api.example.test", DnsRecordType.A)).Rcode);
    }

    [Fact]
    public async Task Query_MoreThanADatagramHolds_ComesOverTcp()
    {
        await using var server = await StartAsync(
            [.. Enumerable.Range(1, 120).Select(index => $"host-record=many.example.test,192.0.2.{index}")]);

        var lookup = await AskAsync(server, "many.example.test", DnsRecordType.A);

        Assert.Equal("tcp", lookup.Transport);
        Assert.Equal(120, lookup.Addresses.Count);
    }

    [Fact]
    public async Task DrillDown_SearchDomainWithWildcard_ShowsTheHijackBesideTheName()
    {
        await using var server = await StartAsync(
            ["address=/corp.test/192.0.2.66", "host-record=api.example.test,192.0.2.10", "local=/test/"]);
        var configuration = new ResolverConfiguration { Servers = [server.Endpoint.ToString()], Search = ["corp.test"], Ndots = 5 };

        var lookups = await new DnsDrillDown(TimeProvider.System, "10.0.0.9 api.example.test # left over\n")
            .LookUpAsync("api.example.test", configuration, Budget, Stop);

        Assert.Equal(
            [
                "hosts file A api.example.test: 10.0.0.9",
                "dns A api.example.test: 192.0.2.10",
                "dns AAAA api.example.test: ",
                "dns A api.example.test.corp.test: 192.0.2.66",
                "dns AAAA api.example.test.corp.test: ",
            ],
            lookups.Select(lookup =>
                $"{(lookup.Server == "hosts file" ? lookup.Server : "dns")} {lookup.Type} {lookup.Name}: "
                    + $"{string.Join(",", lookup.Addresses)}"));
    }

    // A machine without dnsmasq skips these tests with the reason; eng/install-lab.sh installs it.
    private static Task<LabProcess> StartAsync(params IReadOnlyList<string> rules)
    {
        Assert.SkipWhen(LabRequirements.MissingFor("dnsmasq") is not null, LabRequirements.MissingFor("dnsmasq") ?? "");
        return DnsmasqServer.StartAsync(rules, Stop);
    }

    private static Task<DnsLookup> AskAsync(LabProcess server, string name, DnsRecordType type) =>
        new DnsClient(TimeProvider.System).QueryAsync(name, type, server.Endpoint, Budget, Stop);
}
