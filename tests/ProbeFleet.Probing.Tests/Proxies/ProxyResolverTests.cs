using ProbeFleet.Probing.Proxies;

namespace ProbeFleet.Probing.Tests.Proxies;

public sealed class ProxyResolverTests
{
    private static readonly Uri Target = new("https://contoso.openai.azure.com/openai/v1");

    [Fact]
    public void Explain_UserInformation_IsNeverShown()
    {
        var decision = Resolve("https_proxy=http://user:hunter2@proxy:3128");

        Assert.Equal("http://proxy:3128", decision.Facts.Url);
        Assert.Equal("https_proxy", decision.Facts.Source);
        Assert.DoesNotContain("hunter2", decision.ToString(), StringComparison.Ordinal);
        Assert.Equal("user:hunter2", decision.Proxy!.UserInfo);
    }

    [Fact]
    public void Explain_Bypassed_NamesTheVariableThatDecided()
    {
        var facts = Resolve("https_proxy=http://proxy:3128;NO_PROXY=.azure.com").Facts;

        Assert.Equal((null, "NO_PROXY", true), (facts.Url, facts.Source, facts.Bypassed));
    }

    [Fact]
    public void Explain_RoutesOwnChoice_BeatsTheEnvironment()
    {
        var environment = new Dictionary<string, string> { ["https_proxy"] = "http://proxy:3128" };

        var direct = ProxyResolver.Resolve(Target, new ProxyChoice.Direct(), environment.GetValueOrDefault).Facts;
        var own = ProxyResolver.Resolve(Target, new ProxyChoice.Explicit(new("http://own:8080")), environment.GetValueOrDefault).Facts;

        Assert.Equal((null, "configuration"), (direct.Url, direct.Source));
        Assert.Equal(("http://own:8080", "configuration"), (own.Url, own.Source));
    }

    [Fact]
    public void Explain_NothingSet_SaysNone()
    {
        var facts = Resolve("").Facts;

        Assert.Equal((null, "none", false, null), (facts.Url, facts.Source, facts.Bypassed, facts.Note));
    }

    [Theory]
    [InlineData("NO_PROXY=azure.com",
        "'azure.com', which bypasses the proxy for this host in curl and Python but not in .NET: write '.azure.com'.")]
    [InlineData("NO_PROXY=*", "'*', which bypasses the proxy for this host in curl and Python but not in .NET: list the hosts.")]
    [InlineData("NO_PROXY=*.azure.com", "but not in .NET: write '.azure.com'.")]
    [InlineData("NO_PROXY=contoso.openai.azure.com:443", "in Python and Node but not in .NET: add 'contoso.openai.azure.com' as an entry")]
    [InlineData("NO_PROXY=localhost .azure.com", "in curl (blanks separate entries there) but not in .NET")]
    [InlineData("no_proxy=;NO_PROXY=.azure.com", "no_proxy is set but empty: for .NET it hides NO_PROXY")]
    [InlineData("HTTPS_PROXY=http://proxy:x", "HTTPS_PROXY cannot be read as a proxy URL: .NET ignores it silently")]
    [InlineData("all_proxy=socks5h://socks:1080",
        "all_proxy has the scheme socks5h, which is curl's and unknown to .NET: it ignores the variable silently. Write socks5://")]
    [InlineData("all_proxy=socks5h://user:word@socks:1080", "unknown to .NET: it speaks HTTP to that proxy. Write socks5://")]
    [InlineData("", "Node's own fetch takes no proxy from the environment")]
    public void Note_EnvironmentThatOthersReadDifferently_SaysHow(string variables, string expected) =>
        Assert.Contains(expected, Resolve($"ALL_PROXY=http://all:1;{variables}").Note, StringComparison.Ordinal);

    [Theory]
    [InlineData("ALL_PROXY=http://all:1;NO_PROXY=10.0.0.0/8", "https://10.1.2.3/",
        "'10.0.0.0/8', which bypasses the proxy for this host in curl and Python")]
    [InlineData("HTTP_PROXY=http://all:1", "http://gateway/", "curl takes only http_proxy in lower case")]
    [InlineData("HTTP_PROXY=http://all:1;GATEWAY_INTERFACE=x", "http://gateway/", "ignores HTTP_PROXY because GATEWAY_INTERFACE is set")]
    public void Note_OtherTargets_SaysHow(string variables, string target, string expected) =>
        Assert.Contains(expected, Resolve(variables, target).Note, StringComparison.Ordinal);

    [Theory]
    [InlineData("NO_PROXY=.azure.com")]
    [InlineData("NO_PROXY=example.test,10.0.0.0/8")]
    public void Note_EnvironmentThatAllReadAlike_IsAbsent(string variables) =>
        Assert.Null(Resolve($"https_proxy=http://proxy:1;NODE_USE_ENV_PROXY=1;{variables}").Note);

    private static ProxyDecision Resolve(string variables, string? target = null)
    {
        var environment = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return ProxyResolver.Resolve(
            target is null ? Target : new Uri(target), new ProxyChoice.FromEnvironment(), environment.GetValueOrDefault);
    }
}
