using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ProbeFleet.Functions.Http;

namespace ProbeFleet.Functions.Dashboard;

/// <summary>The dashboard's pages.</summary>
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
/// The dashboard's files, which are part of the assembly. A browser sends no header with the files that a page names, so their addresses carry the
/// caller's key: page and modules are given it as they are served.
/// </summary>
internal static partial class DashboardFiles
{
    private const string Prefix = "dashboard/";

    private static readonly FrozenDictionary<string, byte[]> Files = typeof(DashboardFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    private static readonly string Shell = Encoding.UTF8.GetString(Files["page.html"]);

    /// <summary>Changes with any file: what a browser keeps is never of another version.</summary>
    private static readonly string Version = Convert.ToHexStringLower(
        SHA256.HashData([.. Files.OrderBy(file => file.Key, StringComparer.Ordinal).SelectMany(file => file.Value)]))[..12];

    /// <summary>A page.</summary>
    /// <param name="page">Which.</param>
    /// <param name="root">The path that all the dashboard's links begin with.</param>
    /// <param name="key">The caller's key; null when the address has none.</param>
    public static IResult Page(DashboardPage page, string root, string? key)
    {
        var script = page.ToString().ToLowerInvariant();
        var files = ModulesOf(script).Select(name => $"""<link rel="modulepreload" href="{root}/assets/{name}{Attribute(key)}">""");
        var chart = page is DashboardPage.Route ? $"""<link rel="stylesheet" href="{root}/assets/uPlot.min.css{Attribute(key)}">""" : "";
        var html = Shell
            .Replace("{{title}}", page.ToString(), StringComparison.Ordinal)
            .Replace("{{modules}}", string.Join('\n', files), StringComparison.Ordinal)
            .Replace("{{script}}", $"{script}-page.js", StringComparison.Ordinal)
            .Replace("{{chart}}", chart, StringComparison.Ordinal)
            .Replace("{{root}}", root, StringComparison.Ordinal)
            .Replace("{{query}}", Attribute(key), StringComparison.Ordinal);

        // Not compressed: it is small, and it is the one answer that repeats the key beside what a caller chose.
        return new TextAnswer(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8")
        {
            IsCompressible = false,
            Headers = PageHeaders,
        };
    }

    /// <summary>A file; null when there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">The caller's key; null when the address has none.</param>
    public static IResult? Asset(string name, string? key)
    {
        if (name == "page.html" || !Files.TryGetValue(name, out var bytes))
        {
            return null;
        }

        var isModule = name.EndsWith(".js", StringComparison.Ordinal);
        return new TextAnswer(isModule ? WithQuery(bytes, Query(key)) : bytes, TypeOf(name))
        {
            Headers = [("Cache-Control", "private, max-age=604800, immutable"), ("Referrer-Policy", "no-referrer")],
        };
    }

    /// <summary>
    /// Nothing but this app's own files and calls; and, by trusted types, no text ever becomes markup or script, whatever a later change of a script tries.
    /// </summary>
    private static readonly (string Name, string Value)[] PageHeaders =
    [
        ("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"),
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

    /// <summary>All modules that a page's script imports, so that the browser asks for them at once and not one after another.</summary>
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

    private static byte[] WithQuery(byte[] module, string query) =>
        Encoding.UTF8.GetBytes(Import.Replace(Encoding.UTF8.GetString(module), match => $"from \"./{match.Groups[1].Value}{query}\";"));

    private static string Query(string? key) => key is null ? $"?v={Version}" : $"?v={Version}&code={Uri.EscapeDataString(key)}";

    private static string Attribute(string? key) => WebUtility.HtmlEncode(Query(key));

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
