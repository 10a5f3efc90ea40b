using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ProbeFleet.Functions.Http;

namespace ProbeFleet.Functions.Dashboard;

internal enum DashboardPage
{
    Fleet,
    Incidents,
    Incident,
    Routes,
    Route,
    Vantages,
    Vantage,
    Probe,
    Configuration,
    Causes,
    About,
}

/// <summary>
/// The dashboard's files, which are part of the assembly. They are the same for everybody, and no address or file has a key.
/// </summary>
internal static partial class DashboardFiles
{
    private const string Prefix = "dashboard/";

    private static readonly FrozenDictionary<string, byte[]> Files = typeof(DashboardFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    private static readonly string Shell = Encoding.UTF8.GetString(Files["page.html"]);

    /// <summary>Changes with any file, so that a browser never mixes files of two versions.</summary>
    private static readonly string Version = Convert.ToHexStringLower(
        SHA256.HashData([.. Files.OrderBy(file => file.Key, StringComparer.Ordinal).SelectMany(file => file.Value)]))[..12];

    private static readonly string Query = $"?v={Version}";

    private static readonly FrozenDictionary<string, TextAnswer> Assets = Files.Keys.Where(name => name != "page.html")
        .ToFrozenDictionary(name => name, AssetOf, StringComparer.Ordinal);

    /// <param name="root">The path that all the dashboard's links begin with.</param>
    public static IResult Page(DashboardPage page, string root)
    {
        var script = page.ToString().ToLowerInvariant();
        var files = ModulesOf(script).Select(name => $"""<link rel="modulepreload" href="{root}/assets/{name}{Query}">""");
        var chart = page is DashboardPage.Route ? $"""<link rel="stylesheet" href="{root}/assets/uPlot.min.css{Query}">""" : "";
        var html = Shell
            .Replace("{{title}}", page.ToString(), StringComparison.Ordinal)
            .Replace("{{modules}}", string.Join('\n', files), StringComparison.Ordinal)
            .Replace("{{script}}", $"{script}-page.js", StringComparison.Ordinal)
            .Replace("{{chart}}", chart, StringComparison.Ordinal)
            .Replace("{{root}}", root, StringComparison.Ordinal)
            .Replace("{{query}}", Query, StringComparison.Ordinal);
        return Html(html);
    }

    /// <summary>
    /// Sends the browser on with a page instead of a redirect: a redirected request would count as coming from the site whose link was
    /// followed, and would leave the session's cookie behind.
    /// </summary>
    /// <param name="address">The target: a path of this app, escaped as in a URL.</param>
    public static IResult Forward(string address) => Html($"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>ProbeFleet</title>
        <link rel="icon" type="image/svg+xml" href="{SignedInFunctions.Root}/assets/icon.svg{Query}">
        <meta http-equiv="refresh" content="0;url={WebUtility.HtmlEncode(address)}"></head>
        <body><p><a href="{WebUtility.HtmlEncode(address)}">Open the dashboard</a></p></body></html>
        """);

    /// <summary>Creates the page that says that nobody is signed in.</summary>
    /// <param name="address">The requested path of this app, escaped as in a URL.</param>
    public static IResult Refusal(string address) => Html(
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Not signed in · ProbeFleet</title></head>
        <body><h1>Nobody is signed in</h1>
        <p>A link from another site brings no session: <a href="{WebUtility.HtmlEncode(address)}">open this page again</a>.</p>
        <p>Without a session, open the dashboard with a function key: <code>/?code=KEY</code>.</p></body></html>
        """,
        StatusCodes.Status401Unauthorized);

    /// <summary>Creates the page that says that an address does not exist, with links back.</summary>
    public static IResult Lost() => Html(
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Not found · ProbeFleet</title></head>
        <body><h1>Not found</h1>
        <p>The dashboard has no page at this address. Go to the <a href="{SignedInFunctions.Root}/">fleet</a>,
        its <a href="{SignedInFunctions.Root}/incidents">incidents</a> or its <a href="{SignedInFunctions.Root}/routes">routes</a>.</p>
        </body></html>
        """,
        StatusCodes.Status404NotFound);

    private static TextAnswer Html(string html, int status = StatusCodes.Status200OK) =>
        new(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8")
        {
            Status = status,
            IsCompressible = false,
            Headers = PageHeaders,
        };

    /// <summary>A file; null when there is none of that name.</summary>
    public static IResult? Asset(string name) => Assets.GetValueOrDefault(name);

    private static TextAnswer AssetOf(string name) =>
        new(name.EndsWith(".js", StringComparison.Ordinal) ? WithQuery(Files[name]) : Files[name], TypeOf(name))
        {
            Headers = [("Cache-Control", "private, max-age=604800, immutable"), ("Referrer-Policy", "no-referrer")],
        };

    /// <summary>
    /// Only this app's own files and calls; by trusted types, no text ever becomes markup or script, whatever a later change tries.
    /// </summary>
    private static readonly (string Name, string Value)[] PageHeaders =
    [
        ("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ];

    private static byte[] Read(string resource)
    {
        using var stream = typeof(DashboardFiles).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>All modules that a page's script imports, so that the browser requests them at once and not one after another.</summary>
    private static List<string> ModulesOf(string page)
    {
        List<string> modules = [$"{page}-page.js"];
        for (var next = 0; next < modules.Count; next++)
        {
            var text = Encoding.UTF8.GetString(Files[modules[next]]);
            modules.AddRange(Import.Matches(text).Select(match => match.Groups[1].Value).Except(modules));
        }

        return modules;
    }

    private static byte[] WithQuery(byte[] module) =>
        Encoding.UTF8.GetBytes(Import.Replace(Encoding.UTF8.GetString(module), match => $"from \"./{match.Groups[1].Value}{Query}\";"));

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };

    [GeneratedRegex("""from "\./([A-Za-z.-]+\.js)";""")]
    private static partial Regex Import { get; }
}
