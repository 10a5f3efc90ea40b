using ProbeFleet.Probing.Credentials;

namespace ProbeFleet.Probing.Tests.Credentials;

public sealed class CredentialIdentityTests
{
    private const string Fleet = "0123456789abcdef0123456789abcdef";
    private const string Short = "pa55-word-9X";
    private const string Long = "Zx9Q4vLm2Tt7Rw8KpA3nWbHy";

    [Fact]
    public void Of_FleetsSecret_IsTheKey()
    {
        var identity = CredentialIdentity.Derive(Short, Environment(Fleet))!;

        Assert.Matches("^[0-9a-f]{12}$", identity);
        Assert.Equal(identity, CredentialIdentity.Derive(Short, Environment(Fleet)));
        Assert.NotEqual(identity, CredentialIdentity.Derive(Short, Environment(Fleet.Replace('0', 'f'))));
        Assert.NotEqual(identity, CredentialIdentity.Derive(Short + "1", Environment(Fleet)));
        Assert.NotEqual(identity, CredentialIdentity.OfPrincipal(Short));
    }

    /// <summary>Anybody could hash every word there is: what can be guessed gets no identity under a public key.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("too-short-for-a-fleet's-secret")]
    public void Of_NoFleetsSecret_OnlyLongCredentialsHaveOne(string? fleet)
    {
        Assert.Null(CredentialIdentity.Derive(Short, Environment(fleet)));
        Assert.Null(CredentialIdentity.Derive(Long[..19], Environment(fleet)));
        Assert.Equal(CredentialIdentity.Derive(Long, Environment(null)), CredentialIdentity.Derive(Long, Environment(fleet)));
        Assert.NotNull(CredentialIdentity.Derive(Long[..20], Environment(fleet)));
    }

    private static Func<string, string?> Environment(string? fleet) => name => name is CredentialIdentity.Variable ? fleet : null;
}
