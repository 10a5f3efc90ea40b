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

    /// <summary>
    /// Each host takes only so many calls: the self-host says with Retry-After when to call again, but for health, which it always answers;
    /// Azure's host gives the status alone.
    /// </summary>
    [Fact]
    public void Document_EveryOperation_SaysThatTooManyCallsMayRun()
    {
        var unsaid = Document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Where(operation => !operation.Value.GetProperty("responses").TryGetProperty("429", out var response)
                || (!IsAnonymous(operation.Value)
                    && !(response.TryGetProperty("headers", out var headers) && headers.TryGetProperty("Retry-After", out _)
                        && response.GetProperty("content").TryGetProperty("application/problem+json", out _))))
            .Select(operation => operation.Value.GetProperty("operationId").GetString());

        Assert.Empty(unsaid);
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
