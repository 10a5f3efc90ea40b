using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>An account's name and key, which sign each request.</summary>
public class TableSharedKeyCredential
{
    private readonly byte[] _key;

    /// <summary>Holds an account's name and key.</summary>
    /// <param name="accountName">The account's name.</param>
    /// <param name="accountKey">The account's key, base64.</param>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    /// <exception cref="FormatException">The key is not base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentNullException.ThrowIfNull(accountName);
        ArgumentNullException.ThrowIfNull(accountKey);
        AccountName = accountName;
        _key = Convert.FromBase64String(accountKey);
    }

    /// <summary>The account's name.</summary>
    public string AccountName { get; }

    internal string Sign(string text) => Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
}
