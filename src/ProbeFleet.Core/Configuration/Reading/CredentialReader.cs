using System.Text.RegularExpressions;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>Reads the source of a secret. The text may be the secret itself, so no violation here shows it.</summary>
internal static partial class CredentialReader
{
    /// <summary>Reads a route's <c>credential</c>.</summary>
    public static CredentialSource? Read(JsonCursor? at, RouteKind? kind, Uri? baseUrl) => at?.AsSecretText() switch
    {
        null => null,
        "none" => new CredentialSource.None(),
        "managed-identity" => ReadIdentity(at, null, kind, baseUrl),
        var text when After("managed-identity:", text) is { } clientId => ReadIdentity(at, clientId, kind, baseUrl),
        var text when After("env:", text) is { } name => ReadVariable(at, name),
        var text when at.RefusesKey(text) => RefuseLiteral(at, text),
        var text when After("keyvault:", text) is { } secretUri => ReadKeyVault(at, secretUri),
        var text => RefuseLiteral(at, text),
    };

    /// <summary>Reads a secret that only an environment variable may hold: a header's value, a webhook's URL.</summary>
    public static CredentialSource.EnvironmentVariable? ReadVariable(JsonCursor? at) =>
        at?.AsSecretText() is not { } text ? null
        : After("env:", text) is { } name ? ReadVariable(at, name)
        : at.RefuseUnseen<CredentialSource.EnvironmentVariable>(
            "Must be env:NAME, the environment variable that holds the value."
            + (Meant(text) ?? " If a secret was written here, consider it leaked and replace it; it is not shown."));

    private static CredentialSource.EnvironmentVariable? ReadVariable(JsonCursor at, string name)
    {
        var problem = name switch
        {
            _ when LikelySecret.IsIn(name) => $"looks like the secret itself, not like the name of a variable. {LikelySecret.Leaked}",
            _ when !VariableName.IsMatch(name) =>
                "must be the name of an environment variable: letters, digits and '_', not beginning with a digit, "
                    + "such as env:OPENAI_API_KEY.",
            _ when PlatformVariables.Has(name) =>
                "is a variable of the platform, of Azure's clients or of ProbeFleet itself, which is never sent anywhere: "
                    + "put the key into a variable of your own.",
            _ => null,
        };
        return problem is null ? new(name) : at.RefuseUnseen<CredentialSource.EnvironmentVariable>($"What follows env: {problem}");
    }

    private static CredentialSource.ManagedIdentity? ReadIdentity(JsonCursor at, string? clientId, RouteKind? kind, Uri? baseUrl)
    {
        var problem = (kind, baseUrl?.Scheme) switch
        {
            _ when clientId is not null && !Guid.TryParseExact(clientId, "D", out _) =>
                "What follows managed-identity: must be the client id of a user-assigned identity, "
                    + "such as managed-identity:11111111-2222-3333-4444-555555555555.",
            (RouteKind.OpenAI, _) =>
                "OpenAI takes API keys only: a managed identity is for azure-openai or a gateway that accepts Microsoft Entra tokens. "
                    + "Write env:NAME.",
            (_, "http") => "A managed identity's token is never sent over http://: the baseUrl must begin with https://.",
            _ => null,
        };
        return problem is null ? new(clientId) : at.RefuseUnseen<CredentialSource.ManagedIdentity>(problem);
    }

    private static CredentialSource.KeyVaultSecret? ReadKeyVault(JsonCursor at, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https", UserInfo: "", Query: "", Fragment: "" }
        && SecretPath.IsMatch(url.AbsolutePath)
            ? new(url)
            : at.RefuseUnseen<CredentialSource.KeyVaultSecret>(
                "What follows keyvault: must be a secret's identifier: "
                + "https://VAULT.vault.azure.net/secrets/NAME or …/secrets/NAME/VERSION.");

    private static CredentialSource? RefuseLiteral(JsonCursor at, string text) => at.RefuseUnseen<CredentialSource>(LikelySecret.IsIn(text)
        ? "Is a literal key. Put it in an environment variable (env:NAME) or in Azure Key Vault (keyvault:SECRET_URI). "
            + LikelySecret.Leaked
        : "Must be env:NAME, managed-identity, managed-identity:CLIENT_ID, keyvault:SECRET_URI or none."
            + (Meant(text) ?? $" If it is a key: put it in an environment variable or in Azure Key Vault. {LikelySecret.Leaked}"));

    private static string? After(string scheme, string text) =>
        text.StartsWith(scheme, StringComparison.Ordinal) ? text[scheme.Length..] : null;

    // Repeats only what can hardly be a secret: a variable's name in capitals, however it is quoted.
    private static string? Meant(string text) =>
        Reference.Match(text) is { Success: true } match ? $" Did you mean \"env:{match.Groups["name"].Value}\"?" : null;

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex VariableName { get; }

    [GeneratedRegex(@"\A(\$|\$\{|%|ENV:\s*|env:\s+)?(?<name>[A-Z]+(_[A-Z]+)+)[}%]?\z")]
    private static partial Regex Reference { get; }

    [GeneratedRegex(@"\A/secrets/[A-Za-z0-9-]{1,127}(/[A-Za-z0-9]{1,64})?\z")]
    private static partial Regex SecretPath { get; }
}
