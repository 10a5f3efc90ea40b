using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Fleet.Incidents.Notifications;

/// <summary>Formats a notice for its receiver.</summary>
internal static class NoticeBody
{
    /// <summary>Slack shows at most 3,000 characters of a section.</summary>
    private const int MostTextCharacters = 2_500;

    private const int MostComponentCharacters = 200;

    public static byte[] Write(string kind, IncidentNotice notice) => kind switch
    {
        "slack" => Utf8(Slack(notice)),
        "teams" => Utf8(Teams(notice)),
        _ => JsonSerializer.SerializeToUtf8Bytes(notice, ProbeFleetJson.Default.IncidentNotice),
    };

    /// <summary>Builds a Slack webhook message: <c>text</c> is shown as the notification, and the blocks hold the facts.</summary>
    private static JsonObject Slack(IncidentNotice notice)
    {
        var title = Escaped(Title(notice));
        var message = $"*{title}*\n{Escaped(Cut(notice.Change))}\n{Escaped(Cut(notice.Summary))}";
        var facts = string.Join("  |  ", Facts(notice).Select(fact => $"{fact.Name}: {fact.Value}"));
        return new()
        {
            ["text"] = title,
            ["blocks"] = new JsonArray(
                new JsonObject { ["type"] = "section", ["text"] = Markdown(message) },
                new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Markdown(Escaped(facts))) }),
        };
    }

    /// <summary>Builds the message for a Teams workflow ("When a Teams webhook request is received"), with one Adaptive Card.</summary>
    private static JsonObject Teams(IncidentNotice notice) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["body"] = new JsonArray(
                [
                    Plain(new JsonObject { ["type"] = "TextRun", ["text"] = Title(notice), ["weight"] = "Bolder", ["size"] = "Medium" }),
                    Plain(Run(Cut(notice.Change))),
                    Plain(Run(Cut(notice.Summary))),
                    .. Facts(notice).Select(fact => Plain(
                        new JsonObject { ["type"] = "TextRun", ["text"] = $"{fact.Name}: ", ["weight"] = "Bolder" }, Run(fact.Value))),
                ]),
            },
        }),
    };

    /// <summary>
    /// Builds a block that shows its text verbatim. A TextBlock or a FactSet interprets Markdown, so a component's name could become a link
    /// (learn.microsoft.com/adaptive-cards/authoring-cards/text-features).
    /// </summary>
    private static JsonObject Plain(params JsonNode[] runs) => new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(runs) };

    private static JsonObject Run(string text) => new() { ["type"] = "TextRun", ["text"] = text };

    private static string Title(IncidentNotice notice) =>
        $"ProbeFleet: incident {WireWord.Of(notice.Transition)}: {Component(notice) ?? "no component"} ({WireWord.Of(notice.Owner)})";

    /// <summary>Truncates the component's name for people: the name of several components together may be long.</summary>
    private static string? Component(IncidentNotice notice) =>
        notice.Component is { Length: > MostComponentCharacters } name ? $"{name[..MostComponentCharacters]}…" : notice.Component;

    private static IEnumerable<(string Name, string Value)> Facts(IncidentNotice notice) =>
    [
        ("Owner", WireWord.Of(notice.Owner)),
        ("Component", Component(notice) ?? "not known"),
        ("Confidence", notice.Confidence.ToString("0.00", CultureInfo.InvariantCulture)),
        ("Vantages", string.Join(", ", notice.Vantages)),
        ("Routes", string.Join(", ", notice.Routes)),
        ("Opened", InstantConverter.TextOf(notice.OpenedAt)),
        ("At", InstantConverter.TextOf(notice.At)),
        ("Incident", $"{notice.IncidentId}"),
        .. notice.Undelivered is { } undelivered
            ? [("Not delivered before", string.Join(", ", undelivered.Select(transition => WireWord.Of(transition))))]
            : Array.Empty<(string, string)>(),
    ];

    private static JsonObject Markdown(string text) => new() { ["type"] = "mrkdwn", ["text"] = text };

    /// <summary>Escapes Slack's three control characters, so that no text becomes a link or a mention.</summary>
    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(
            ">", "&gt;", StringComparison.Ordinal);

    private static string Cut(string text) => text.Length <= MostTextCharacters / 2 ? text : $"{text[..(MostTextCharacters / 2)]}…";

    private static byte[] Utf8(JsonObject body) => System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
}
