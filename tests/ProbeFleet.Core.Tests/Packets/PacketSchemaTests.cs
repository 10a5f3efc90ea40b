using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Packets;

/// <summary>docs/packet.schema.json is made from the records and their XML docs, so it cannot drift from the writer.</summary>
public sealed class PacketSchemaTests
{
    private static readonly JsonSerializerOptions Readable = new(ProbeFleetJson.Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<string, string> Summaries = XDocument
        .Load(Path.ChangeExtension(typeof(Packet).Assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));

    [Fact]
    public void Schema_OfTheRecords_IsTheKeptFile()
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
        var schema = (JsonObject)ProbeFleetJson.Default.Packet.GetJsonSchemaAsNode(options);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "ProbeFleet packet");

        Repository.AssertEqual("docs/packet.schema.json", schema.ToJsonString(Readable) + "\n");
    }

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = node as JsonObject ?? Converted(context.TypeInfo.Type);
        if (schema.ContainsKey("properties"))
        {
            schema["additionalProperties"] = false;
        }

        if (context.Path is ["properties", "schema"])
        {
            schema["const"] = Packet.CurrentSchema;
        }

        if (context.PropertyInfo is { AttributeProvider: MemberInfo member }
            && Summaries.TryGetValue($"P:{member.DeclaringType!.FullName}.{member.Name}", out var summary))
        {
            schema.Insert(0, "description", summary);
        }

        return schema;
    }

    private static JsonObject Converted(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is not { } underlying)
        {
            return type.IsEnum ? new() { ["enum"] = Words(type) } : Written(type);
        }

        if (underlying.IsEnum)
        {
            return new() { ["enum"] = new JsonArray([.. Words(underlying).Select(word => word?.DeepClone()), null]) };
        }

        var schema = Written(underlying);
        schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
        return schema;
    }

    private static JsonArray Words(Type type) =>
    [
        .. from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
           select (JsonNode)field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name,
    ];

    private static JsonObject Written(Type type) => type switch
    {
        var instant when instant == typeof(DateTimeOffset) => new() { ["type"] = "string", ["format"] = "date-time" },
        var duration when duration == typeof(TimeSpan) => new() { ["type"] = "number", ["minimum"] = 0 },
        var name when name == typeof(VantageName) || name == typeof(RouteName) =>
            new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$" },
        var other => throw new NotSupportedException($"Say what {other} looks like in JSON."),
    };

    private static string Text(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToArray())
        {
            reference.ReplaceWith(reference.Attribute("cref")!.Value.Split('.')[^1]);
        }

        return string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
