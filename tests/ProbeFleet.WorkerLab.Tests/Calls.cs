using System.Text;
using System.Text.Json;

namespace ProbeFleet.WorkerLab.Tests;

internal static class Calls
{
    public static Task<HttpInvocation> CallAsync(
        this FunctionsWorker worker, string function, string method, string path, string? body = null)
    {
        var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var request = new HttpRequestMessage(new(method), new Uri(path, UriKind.Relative)) { Content = content };
        if (method == "PUT")
        {
            request.Headers.Add("If-Match", "*");
        }

        return worker.CallAsync(function, request, TestContext.Current.CancellationToken);
    }

    public static Task<string> ReadTextAsync(this HttpInvocation called) =>
        called.Response!.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public static async Task<JsonElement> ReadJsonAsync(this HttpInvocation called)
    {
        Assert.Contains(called.Response!.Content.Headers.ContentType?.MediaType,
            (string[])["application/json", "application/problem+json"]);
        return JsonElement.Parse(await called.ReadTextAsync());
    }

    public static async Task<JsonElement> GetJsonAsync(this FunctionsWorker worker, string function, string path)
    {
        using var called = await worker.CallAsync(function, "GET", path);
        return await called.ReadJsonAsync();
    }

    /// <summary>A response's header, its values joined; empty when it has none.</summary>
    public static string Header(this HttpInvocation called, string name) =>
        called.Response!.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
