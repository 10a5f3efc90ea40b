namespace Azure.Data.Tables.Wire;

/// <summary>What a connection string says. Messages name settings and never repeat a value.</summary>
internal sealed record ConnectionSettings(Uri Endpoint, TableSharedKeyCredential? Key, string? Signature)
{
    /// <summary>The emulator's account and key are public: https://learn.microsoft.com/azure/storage/common/storage-use-azurite.</summary>
    private static readonly ConnectionSettings Development = new(
        new Uri("http://127.0.0.1:10002/devstoreaccount1"),
        new TableSharedKeyCredential(
            "devstoreaccount1", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="),
        Signature: null);

    public static ConnectionSettings Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Select(part => part.Length == 2 ? part : throw new FormatException("Each part of a connection string is NAME=VALUE."))
            .ToLookup(part => part[0].Trim(), part => part[1].Trim(), StringComparer.OrdinalIgnoreCase);
        if (Setting("UseDevelopmentStorage") is { } emulator && bool.TryParse(emulator, out var use) && use)
        {
            return Development;
        }

        var account = Setting("AccountName");
        var signature = Setting("SharedAccessSignature");
        return new ConnectionSettings(
            EndpointOf(Setting("TableEndpoint"), Setting("DefaultEndpointsProtocol"), account, Setting("EndpointSuffix")),
            signature is null ? KeyOf(account, Setting("AccountKey")) : null,
            signature);

        string? Setting(string name) => settings[name].FirstOrDefault();
    }

    private static Uri EndpointOf(string? endpoint, string? protocol, string? account, string? suffix)
    {
        if (endpoint is null && account is null)
        {
            throw new FormatException("The connection string names no account: add AccountName or TableEndpoint.");
        }

        var text = endpoint ?? $"{protocol ?? "https"}://{account}.table.{suffix ?? "core.windows.net"}";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException("The connection string's table endpoint is not an http or https URL.");
    }

    private static TableSharedKeyCredential KeyOf(string? account, string? key)
    {
        if (account is null || key is null)
        {
            throw new FormatException("The connection string has no credential: add AccountName and AccountKey, or SharedAccessSignature.");
        }

        try
        {
            return new TableSharedKeyCredential(account, key);
        }
        catch (FormatException)
        {
            throw new FormatException("The connection string's AccountKey is not base64.");
        }
    }
}
