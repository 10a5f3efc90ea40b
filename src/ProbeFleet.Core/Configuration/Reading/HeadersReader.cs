using System.Text.RegularExpressions;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>Reads the extra request headers of a route.</summary>
internal static partial class HeadersReader
{
    public static IReadOnlyDictionary<string, CredentialSource.EnvironmentVariable> Read(JsonCursor? at)
    {
        Dictionary<string, CredentialSource.EnvironmentVariable> headers = new(StringComparer.OrdinalIgnoreCase);
        if (at?.AsObject() is not { } members)
        {
            return headers;
        }

        foreach (var (name, member) in members.All)
        {
            if (Problem(member, name) is { } problem)
            {
                member.RefuseUnseen(problem);
            }
            else if (CredentialReader.ReadVariable(member) is { } variable && !headers.TryAdd(name, variable))
            {
                member.RefuseUnseen("The header is named twice; upper and lower case count as the same.");
            }
        }

        return headers;
    }

    private static string? Problem(JsonCursor at, string name) => name switch
    {
        _ when !Token.IsMatch(name) => "Is not a header name: letters, digits and any of !#$%&'*+-.^_`|~ only.",
        _ when at.RefusesKey(name) => $"Is a key or token and no header's name. {LikelySecret.Leaked}",
        _ when name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) => "Authorization is made from credential: remove it here.",
        _ when Reserved.IsMatch(name) => "The client sets this header itself: remove it here.",
        _ => null,
    };

    /// <summary>A token of RFC 9110 section 5.6.2.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]+\z")]
    private static partial Regex Token { get; }

    [GeneratedRegex(@"\A(host|content-.*|connection|transfer-encoding|upgrade|proxy-authorization)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved { get; }
}
