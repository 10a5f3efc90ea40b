using System.Text.RegularExpressions;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>Reads a route's base URL and refuses common mistakes in it.</summary>
internal static partial class BaseUrlReader
{
    public const string Unreadable =
        "Cannot be read as a URL: a port is a number up to 65535, and an address of IPv6 stands in brackets, such as "
        + "\"https://[2001:db8::1]:8443/v1\".";

    private const string OpenAIHost = "api.openai.com";

    public static Uri? Read(JsonCursor? at, RouteKind? kind)
    {
        if (at?.AsText() is not { } text)
        {
            return null;
        }

        // Uri also accepts "https:host" and trims white space; the workload's client may not.
        if (!Shape.IsMatch(text))
        {
            return at.Refuse<Uri>("Must be an absolute URL that begins with https:// or http://, such as \"https://api.openai.com/v1\".");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return at.Refuse<Uri>(Unreadable);
        }

        string[] problems = [.. Extras(url, kind).Concat(Path(url, kind)).Concat(Host(url, kind))];
        foreach (var problem in problems)
        {
            at.Refuse(problem);
        }

        return problems is [] ? url : null;
    }

    private static IEnumerable<string> Extras(Uri url, RouteKind? kind)
    {
        if (url.UserInfo.Length > 0)
        {
            yield return "A URL with a user name or password is a secret: name its source in credential, and consider it leaked.";
        }

        if (url.Query.Length > 0)
        {
            yield return kind is RouteKind.AzureOpenAI
                ? "Must not have a query: the api-version goes to apiVersion."
                : "Must not have a query: it would be lost when the SDK appends the path of a call.";
        }

        if (url.Fragment.Length > 0)
        {
            yield return "Must not have a fragment (#…): it is never sent.";
        }
    }

    private static IEnumerable<string> Path(Uri url, RouteKind? kind)
    {
        var path = url.AbsolutePath.TrimEnd('/');
        if (kind is RouteKind.AzureOpenAI && path.Contains("/openai/deployments", StringComparison.OrdinalIgnoreCase))
        {
            yield return "Must end at the resource: the deployment goes to model, the api-version to apiVersion. "
                + $"Write {Before("/openai/deployments", url)}.";
        }
        else if (kind is RouteKind.AzureOpenAI && $"{path}/".Contains("/openai/", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Must end at the resource: apiVersion decides what follows. Write {Before("/openai", url)}.";
        }
        else if (CallPath.AtEndOf(url) is { } call)
        {
            yield return $"Is the URL of one call: the SDK appends {call} itself. Write {Before(call, url)}.";
        }
        else if (kind is RouteKind.OpenAI && HostName.From(url) == OpenAIHost && path.Length == 0)
        {
            yield return $"The API of {OpenAIHost} is below /v1. Write \"https://{OpenAIHost}/v1\".";
        }
    }

    private static IEnumerable<string> Host(Uri url, RouteKind? kind)
    {
        var isOpenAI = HostName.From(url) == OpenAIHost;
        var isAzure = AzureCloud.OfModelHost(url.IdnHost) is not null;
        if (isOpenAI && kind is RouteKind.AzureOpenAI or RouteKind.Gateway)
        {
            yield return $"{OpenAIHost} is OpenAI itself: the kind is openai.";
        }
        else if (isAzure && kind is RouteKind.OpenAI or RouteKind.Gateway)
        {
            yield return "Is an Azure OpenAI resource: the kind is azure-openai, with an apiVersion.";
        }

        if (url.Scheme is "http" && (isOpenAI || isAzure))
        {
            yield return "Must begin with https://: over http:// the credential would cross the internet in clear text.";
        }
    }

    /// <summary>The URL up to the mistake, without user information.</summary>
    private static string Before(string mistake, Uri url)
    {
        var clean = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return ShownValue.Format(clean[..clean.LastIndexOf(mistake, StringComparison.OrdinalIgnoreCase)]);
    }

    [GeneratedRegex(@"\Ahttps?://[^\s\p{C}\\]+\z", RegexOptions.IgnoreCase)]
    private static partial Regex Shape { get; }
}
