using Azure.Core;

namespace ProbeFleet.Storage;

/// <summary>Creates a client from a configured address. Messages repeat nothing of the text, because it may hold a key.</summary>
public static class StorageAddress
{
    /// <summary>
    /// The problem of an account's address, as <see cref="FleetStorage.Connect"/> takes it with an identity; null for a usable one. It
    /// repeats nothing of the address.
    /// </summary>
    public static string? ProblemOf(string connection)
    {
        try
        {
            _ = Open(connection, DelegatedTokenCredential.Create((_, _) => default), new TableClientOptions());
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }

    internal static TableServiceClient Open(string? connection, TokenCredential? credential, TableClientOptions options)
    {
        var text = connection?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            throw new FormatException(
                "No storage is named: give a connection string, or the account's table URL such as https://NAME.table.core.windows.net "
                    + "with an identity.");
        }

        return text.Contains("://", StringComparison.Ordinal) && !text.Contains(';', StringComparison.Ordinal) && !StartsAsSetting(text)
            ? OfUrl(text, credential, options)
            : OfConnectionString(text, options);
    }

    private static bool StartsAsSetting(string text) => text.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals
        && equals < text.IndexOf("://", StringComparison.Ordinal);

    private static TableServiceClient OfUrl(string text, TokenCredential? credential, TableClientOptions options)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo is not "")
        {
            throw new FormatException(
                "The storage URL is not one: write https://NAME.table.core.windows.net, or the table endpoint of your cloud.");
        }

        if (url.Host.Split('.') is [_, "blob" or "queue" or "file" or "dfs" or "web", ..])
        {
            throw new FormatException("The storage URL is another service's of the account: take the table endpoint, https://NAME.table.…");
        }

        if (url.Query.Contains("sig=", StringComparison.Ordinal))
        {
            return new TableServiceClient(url, options);
        }

        if (credential is null)
        {
            throw new FormatException("A storage URL without a signature needs an identity: give one, or use a connection string.");
        }

        return url.Scheme is "https"
            ? new TableServiceClient(url, credential, options)
            : throw new FormatException("An identity's token is only sent over https: write https:// in the storage URL.");
    }

    private static TableServiceClient OfConnectionString(string text, TableClientOptions options)
    {
        try
        {
            return new TableServiceClient(text, options);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or ArgumentException)
        {
            // Not passed as the inner exception: its message is unknown, and it has seen the key.
            throw new FormatException(
                "The storage connection string is not usable: it needs AccountName and AccountKey (base64) or SharedAccessSignature, "
                + "with TableEndpoint or EndpointSuffix when the account is not in the public cloud.");
        }
    }
}
