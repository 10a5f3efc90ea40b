using ProbeFleet.Probing.Dns;

namespace ProbeFleet.Probing.Tests.Dns;

public sealed class ResolverConfigurationTests
{
    [Fact]
    public void Read_KubernetesFile_IsUnderstood()
    {
        var configuration = ResolverConfigurationReader.Read("""
            # made by the kubelet
            nameserver 10.96.0.10
            search shop.svc.cluster.local svc.cluster.local  cluster.local
            options ndots:5 timeout:2 attempts:3 rotate
            """);

        Assert.Equal(["10.96.0.10"], configuration.Servers);
        Assert.Equal(["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"], configuration.Search);
        Assert.Equal((5, 2, 3), (configuration.Ndots, configuration.TimeoutSeconds, configuration.Attempts));
        Assert.Null(configuration.Note);
    }

    [Theory]
    [InlineData("")]
    [InlineData("; nothing\n#nameserver 10.0.0.1\nnameserver\n")]
    public void Read_NoServer_IsThisHost(string text)
    {
        var configuration = ResolverConfigurationReader.Read(text);

        Assert.Equal(["127.0.0.1"], configuration.Servers);
        Assert.Equal(1, configuration.Ndots);
        Assert.Equal("No name server is configured: the resolver asks 127.0.0.1.", configuration.Note);
    }

    [Fact]
    public void Read_MoreThanTheResolverTakes_IsCutAsTheResolverCuts()
    {
        var configuration = ResolverConfigurationReader.Read(
            "nameserver 10.0.0.1\r\nnameserver 10.0.0.2\r\nnameserver fe80::1%2\r\nnameserver 10.0.0.4\r\n"
            + "search one.test two.test\r\ndomain last.test ignored\r\noptions ndots:99 ndots:x timeout:99 attempts:99\r\n");

        Assert.Equal(["10.0.0.1", "10.0.0.2", "fe80::1%2"], configuration.Servers);
        Assert.Equal(["last.test"], configuration.Search);
        Assert.Equal((30, 5), (configuration.TimeoutSeconds, configuration.Attempts));
    }

    [Theory]
    [InlineData("api.openai.com", "api.openai.com.a.test,api.openai.com.b.test,api.openai.com")]
    [InlineData("a.b.c.d.e.test", "a.b.c.d.e.test,a.b.c.d.e.test.a.test,a.b.c.d.e.test.b.test")]
    [InlineData("api.openai.com.", "api.openai.com")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    public void Candidates_SearchAndFiveDots_AreInTheResolversOrder(string host, string expected) =>
        Assert.Equal(expected.Split(','), ResolverExplanation.Candidates(host, FiveDots));

    [Fact]
    public void Note_SearchDomainsFirst_CountsQueriesAndWarnsOfWildcards()
    {
        var note = ResolverExplanation.Note("api.openai.com", FiveDots)!;

        Assert.Contains("asks for api.openai.com.a.test, api.openai.com.b.test (up to 4 queries", note, StringComparison.Ordinal);
        Assert.Contains("wildcard", note, StringComparison.Ordinal);
        Assert.Contains("final dot", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Note_NameItselfFirst_IsAbsent() =>
        Assert.Null(ResolverExplanation.Note("api.openai.com", FiveDots with { Ndots = 1 }));

    [Fact]
    public void HostsFile_NameAmongAliases_IsFoundWhateverItsCase()
    {
        const string text =
            "127.0.0.1 localhost\n10.1.2.3\tfront API.example.test # old\n"
            + "#10.9.9.9 api.example.test\n::7 api.example.test\nbad api.example.test\n";

        Assert.Equal(["10.1.2.3", "::7"], HostsFile.Find(text, "api.example.test").Select(address => address.ToString()));
        Assert.Empty(HostsFile.Find(text, "example.test"));
    }

    private static ResolverConfiguration FiveDots => new() { Servers = ["10.0.0.1"], Search = ["a.test", "b.test."], Ndots = 5 };
}
