using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace ProbeFleet.Functions.Tests.Http;

public sealed class OpenApiTests
{
    private static readonly JsonElement Document = JsonElement.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "openapi.json")));

    [Fact]
    public void Document_Operations_AreTheFunctions()
    {
        var functions = HostileCallTests.HttpCalls()
            .Where(call => call.Route.StartsWith("api/", StringComparison.Ordinal))
            .Select(call => $"{call.Method} /{call.Route} {call.Name} "
                + $"{(call.Level is AuthorizationLevel.Anonymous ? "anonymous" : "key")}");

        var operations = Document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation =>
            $"{operation.Name} {path.Name} {operation.Value.GetProperty("operationId").GetString()} "
                + $"{(IsAnonymous(operation.Value) ? "anonymous" : "key")}"));

        Assert.Equal(functions.Order(), operations.Order());
    }

    [Fact]
    public void Document_References_Resolve()
    {
        var text = Document.GetRawText();
        var schemas = Document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToHashSet();

        Assert.All(
            System.Text.RegularExpressions.Regex.Matches(text, """#/components/schemas/([A-Za-z]+)""").Select(
                match => match.Groups[1].Value),
            name => Assert.Contains(name, schemas));
    }

    private static bool IsAnonymous(JsonElement operation) =>
        operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;
}
