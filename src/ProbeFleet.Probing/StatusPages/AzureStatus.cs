using System.Xml;
using System.Xml.Linq;

namespace ProbeFleet.Probing.StatusPages;

/// <summary>Reads Azure's public status feed (RSS).</summary>
internal static class AzureStatus
{
    private static readonly string[] Concerns = ["OpenAI", "Cognitive", "Foundry", "AI Services"];

    /// <summary>
    /// Reads the feed: no item means healthy, and only items that mention the AI services are listed. The feed has no severity, so one
    /// listed item counts as <c>major</c>. Null when it is not RSS.
    /// </summary>
    public static StatusWords? Read(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            if (XDocument.Load(reader).Root is not { Name.LocalName: "rss" } root || root.Element("channel") is not { } channel)
            {
                return null;
            }

            string[] affected =
            [
                .. channel.Elements("item")
                    .Where(item => Concerns.Any(word =>
                        $"{item.Element("title")?.Value} {item.Element("description")?.Value}".Contains(
                            word, StringComparison.OrdinalIgnoreCase)))
                    .Select(item => item.Element("title")?.Value.Trim() is { Length: > 0 } title ? title : "(an item without a title)"),
            ];
            return new(affected is [] ? "none" : "major", affected);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
