using System.Diagnostics;
using System.Text.Json;

namespace ProbeFleet.Cli.Tests.Commands;

/// <summary>Each snippet is run by its own interpreter against a server on this machine.</summary>
public sealed class RequestCommandTests : IDisposable
{
    private const string Key = "test-key-0123456789";

    // Quotes and backslashes as in Portkey's x-portkey-config, and what a shell, printf or curl could take for its own.
    private const string Provider = """{"provider":"open\\ai","it's":"100 %s @-; # $HOME `id` \n"}""";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("curl", "bash")]
    [InlineData("python", "python3")]
    [InlineData("node", "node")]
    public async Task Snippet_OfAnAzureDatedRoute_MakesTheOneRequestAndPrintsStatusAndRequestId(string language, string interpreter)
    {
        await using var server = LoopbackApi.Start();
        var config = AzureRoute(server.Url, "2024-10-21");

        var script = await SnippetAsync(language, config, "dated");
        var run = await RunAsync(interpreter, script);

        Assert.True((run.Output + run.Error).Contains("status 429", StringComparison.Ordinal), run.ToString());
        Assert.Contains(LoopbackApi.RequestId, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Output + run.Error, StringComparison.Ordinal);
        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /openai/deployments/chat/chat/completions?api-version=2024-10-21", request.Target);
        Assert.Equal(Key, request.Headers["api-key"]);
        Assert.False(request.Headers.ContainsKey("authorization"));
        AssertBody(request.Body, "max_completion_tokens");
    }

    [Theory]
    [InlineData("curl", "bash")]
    [InlineData("python", "python3")]
    [InlineData("node", "node")]
    public async Task Snippet_OfAGatewayWithHeaders_SendsTheBearerKeyAndEachHeader(string language, string interpreter)
    {
        await using var server = LoopbackApi.Start();
        var config = _scratch.File("fleet.json", $$"""
            { "routes": [ { "name": "gw", "kind": "gateway", "baseUrl": "{{server.Url}}/v1", "model": "it's a \"model\"", "credential": "env:TEST_KEY",
                            "proxy": "none", "headers": { "x-portkey-provider": "env:TEST_PROVIDER" } } ] }
            """);

        var run = await RunAsync(interpreter, await SnippetAsync(language, config, "gw"));

        var request = Assert.Single(server.Requests);
        Assert.True(request.Target == "POST /v1/chat/completions", run.ToString());
        Assert.Equal($"Bearer {Key}", request.Headers["authorization"]);
        Assert.Equal(Provider, request.Headers["x-portkey-provider"]);
        Assert.Equal("it's a \"model\"", JsonDocument.Parse(request.Body).RootElement.GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("curl", "sh")]
    [InlineData("python", "python3")]
    [InlineData("node", "node")]
    public async Task Snippet_TheServerSendsTheKeyBack_MasksIt(string language, string interpreter)
    {
        await using var server = LoopbackApi.Start(answer: $$$"""{"error":{"message":"bad {{{Key}}}, [{{{Key}}}]"}}""");

        var run = await RunAsync(interpreter, await SnippetAsync(language, AzureRoute(server.Url, "v1"), "dated"));

        Assert.DoesNotContain(Key, run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("bad [redacted], [[redacted]]", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("responses-stream", "POST /v1/responses", true)]
    [InlineData("embeddings", "POST /v1/embeddings", false)]
    public async Task Snippet_OfAnotherCall_MakesIt(string call, string target, bool streams)
    {
        await using var server = LoopbackApi.Start();
        var config = _scratch.File("fleet.json", $$"""
            { "routes": [ { "name": "gw", "kind": "gateway", "baseUrl": "{{server.Url}}/v1", "model": "m", "request": "{{call}}", "credential": "env:TEST_KEY",
                            "proxy": "none" } ] }
            """);

        var run = await RunAsync("bash", await SnippetAsync("curl", config, "gw"));

        var request = Assert.Single(server.Requests);
        Assert.True(request.Target == target, run.ToString());
        Assert.Equal(streams, request.Body.Contains("\"stream\":true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("curl", "--http2 ")]
    [InlineData("csharp", "Version = new Version(2, 0),")]
    [InlineData("python", "# The route asks for HTTP/2, and this script speaks HTTP/1.1")]
    [InlineData("node", "// The route asks for HTTP/2, and this script speaks HTTP/1.1")]
    public async Task Snippet_OfARouteOverHttp2_AsksForItOrSaysThatItDoesNot(string language, string written)
    {
        string[] route = ["request", "--base-url", "https://api.openai.com/v1", "--model", "m", "--credential", "none", "--as", language];

        var asking = await CliRun.WithAsync((_, _, _) => throw new InvalidOperationException(), [.. route, "--http", "2"]);
        var usual = await CliRun.WithAsync((_, _, _) => throw new InvalidOperationException(), route);

        Assert.Contains(written, asking.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(written, usual.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl", "bash")]
    [InlineData("python", "python3")]
    [InlineData("node", "node")]
    public async Task Snippet_NothingListens_SaysThatThereIsNoResponse(string language, string interpreter)
    {
        var config = AzureRoute("http://127.0.0.1:1", "v1");

        var run = await RunAsync(interpreter, await SnippetAsync(language, config, "dated"));

        Assert.NotEqual(0, run.Code);
        Assert.Contains("no response, so no status and no request id", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl", "bash")]
    [InlineData("python", "python3")]
    [InlineData("node", "node")]
    public async Task Snippet_KeyNotSet_SaysWhichVariable(string language, string interpreter)
    {
        var config = AzureRoute("http://127.0.0.1:1", "v1");

        var run = await RunAsync(interpreter, await SnippetAsync(language, config, "dated"), withKey: false);

        Assert.NotEqual(0, run.Code);
        Assert.Contains("TEST_KEY", run.Error, StringComparison.Ordinal);
        Assert.Contains("is not set", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CsharpSnippet_OfAnAzureDatedRoute_BuildsAndMakesTheRequest()
    {
        await using var server = LoopbackApi.Start(answer: $"{Key} is refused");
        var config = AzureRoute(server.Url, "2024-06-01", headers: """{ "x-portkey-provider": "env:TEST_PROVIDER" }""");
        var script = await SnippetAsync("csharp", config, "dated");

        var run = await RunAsync("dotnet", "run", script);

        Assert.True(run.Output.Contains("status 429", StringComparison.Ordinal), run.ToString());
        Assert.Contains("[redacted] is refused", run.Output, StringComparison.Ordinal);
        Assert.Contains($"request id {LoopbackApi.RequestId}", run.Output, StringComparison.Ordinal);
        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /openai/deployments/chat/chat/completions?api-version=2024-06-01", request.Target);
        Assert.Equal(Key, request.Headers["api-key"]);
        Assert.Equal(Provider, request.Headers["x-portkey-provider"]);
        AssertBody(request.Body, "max_tokens");
    }

    [Theory]
    [InlineData("managed-identity", "PROBEFLEET_TOKEN", "az account get-access-token --scope https://ai.azure.com/.default",
        "Authorization")]
    [InlineData(
        "keyvault:https://contoso.vault.azure.net/secrets/key",
        "PROBEFLEET_KEY",
        "az keyvault secret show --id https://contoso.vault.azure.net/secrets/key",
        "api-key")]
    public async Task Snippet_CredentialWithoutVariable_SaysHowToFillOne(string credential, string variable, string command, string header)
    {
        var run = await CliRun.WithAsync(
            (_, _, _) => throw new InvalidOperationException(),
            "request", "--base-url", "https://contoso.openai.azure.com", "--model", "chat",
            "--credential", credential, "--as", "curl");

        Assert.Contains(variable, run.Output, StringComparison.Ordinal);
        Assert.Contains(command, run.Output, StringComparison.Ordinal);
        Assert.Contains($"printf '{header}: ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "csharp", "2024-10-21",
        "Azure.AI.OpenAI: new AzureOpenAIClient(new Uri(\"http://127.0.0.1:1/\"), new ApiKeyCredential(Read(\"TEST_KEY\")), "
            + "new(AzureOpenAIClientOptions.ServiceVersion.V2024_10_21)).GetChatClient(\"chat\")")]
    [InlineData("csharp", "2025-04-01-preview", "ServiceVersion.V2025_04_01_Preview)")]
    [InlineData("csharp", "2023-05-15", "a policy that sets api-version to 2023-05-15")]
    [InlineData(
        "python", "2024-10-21", "openai: AzureOpenAI(azure_endpoint=\"http://127.0.0.1:1/\", azure_deployment=\"chat\", "
            + "api_version=\"2024-10-21\", api_key=read(\"TEST_KEY\"))")]
    [InlineData(
        "node", "2024-10-21",
        "openai: new AzureOpenAI({ endpoint: \"http://127.0.0.1:1/\", deployment: \"chat\", apiVersion: \"2024-10-21\", "
            + "apiKey: read(\"TEST_KEY\") })")]
    public async Task Snippet_OfAnAzureDatedRoute_ShowsTheWorkloadsClient(string language, string version, string client)
    {
        var snippet = await File.ReadAllTextAsync(
            await SnippetAsync(language, AzureRoute("http://127.0.0.1:1", version), "dated"), TestContext.Current.CancellationToken);

        Assert.Contains(client, snippet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("python")]
    [InlineData("node")]
    [InlineData("curl")]
    public async Task Snippet_OfAnAzureV1Route_ShowsNoClientOfTheDatedSurface(string language)
    {
        var snippet = await File.ReadAllTextAsync(
            await SnippetAsync(language, AzureRoute("http://127.0.0.1:1", "v1"), "dated"), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("AzureOpenAI", snippet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "new DefaultAzureCredential()")]
    [InlineData("python", "azure_ad_token=read(\"PROBEFLEET_TOKEN\")")]
    [InlineData("node", "azureADTokenProvider: async () => read(\"PROBEFLEET_TOKEN\")")]
    public async Task Snippet_OfAnAzureDatedRouteWithAnIdentity_ShowsTheClientWithAToken(string language, string credential)
    {
        var run = await CliRun.WithAsync(
            (_, _, _) => throw new InvalidOperationException(),
            "request", "--base-url", "https://contoso.openai.azure.com", "--model", "chat", "--api-version", "2024-10-21",
            "--credential", "managed-identity", "--as", language);

        Assert.Contains(credential, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl")]
    [InlineData("csharp")]
    [InlineData("python")]
    [InlineData("node")]
    public async Task Snippet_SecretInUrlOrModel_IsMaskedBeforeItIsEscaped(string language)
    {
        // A configuration refuses what is surely a key; this only resembles one.
        const string key = "sk-planted-and-not-shown";
        var run = await CliRun.WithAsync(
            (_, _, _) => throw new InvalidOperationException(),
            "request", "--base-url", $"https://llm.example/{key}/v1", "--model", $"a\"{key}", "--credential", "none", "--as", language);

        Assert.DoesNotContain("planted", run.Output, StringComparison.Ordinal);
        Assert.Contains("https://llm.example/[redacted]/v1/chat/completions", run.Output, StringComparison.Ordinal);
        Assert.Contains("Put in the place of [redacted] what the configuration has there", run.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// A header's name may have quotes, command substitutions and percent signs: the script that is printed runs none of them.
    /// </summary>
    [Fact]
    public async Task Curl_HeaderNameThatIsACommand_IsQuoted()
    {
        const string name = "x'`touch$IFS'pwned'`'%s%n$y";
        var config = _scratch.File("fleet.json", $$"""
            { "routes": [ { "name": "lab", "kind": "gateway", "baseUrl": "http://127.0.0.1:1/v1", "model": "m", "credential": "none",
                "proxy": "none", "headers": { "{{name}}": "env:LAB_HEADER" } } ] }
            """);
        var run = await CliRun.WithAsync(
            (_, _, _) => throw new InvalidOperationException(), "request", "lab", "--as", "curl", "--config", config);
        Assert.Equal(0, run.Code);
        var printing = run.Output.Split('\n').Single(line => line.EndsWith(" \"$LAB_HEADER\"", StringComparison.Ordinal));
        var folder = Directory.CreateTempSubdirectory("probefleet-snippet-");

        var shell = new System.Diagnostics.ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", printing },
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            Environment = { ["LAB_HEADER"] = "value" },
        };
        using var process = System.Diagnostics.Process.Start(shell)!;
        var printed = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal($"{name}: value\n", printed);
        Assert.Empty(folder.GetFiles());
        folder.Delete(recursive: true);
    }

    /// <summary>Other users of the machine see the arguments of a process, so no argument may have a secret.</summary>
    [Fact]
    public async Task Curl_Run_HasNoSecretAmongItsArguments()
    {
        Assert.SkipUnless(IsInstalled("curl"), "curl is not installed");
        await using var server = LoopbackApi.Start();
        var route = AzureRoute(server.Url, "v1", headers: """{ "x-portkey-provider": "env:TEST_PROVIDER" }""");
        var script = await SnippetAsync("curl", route, "dated");
        var spied = _scratch.File("spied.sh", $$"""
            curl() {
              printf '%s\n' "$@" > arguments
              command curl "$@"
            }
            . '{{script}}'
            """);

        var run = await RunAsync("sh", spied);

        Assert.Contains("status 429", run.Output, StringComparison.Ordinal);
        Assert.Equal((Key, Provider), (server.Requests[0].Headers["api-key"], server.Requests[0].Headers["x-portkey-provider"]));
        var arguments = await File.ReadAllTextAsync(
            Path.Combine(_scratch.Folder, "arguments"), TestContext.Current.CancellationToken);
        Assert.Contains("--max-time", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("provider", arguments, StringComparison.Ordinal);
    }

    private static void AssertBody(string body, string tokenLimit)
    {
        var root = JsonDocument.Parse(body).RootElement;
        Assert.Equal("chat", root.GetProperty("model").GetString());
        Assert.InRange(root.GetProperty(tokenLimit).GetInt32(), 1, 32);
        Assert.Equal(3, root.EnumerateObject().Count());
    }

    private string AzureRoute(string url, string apiVersion, string headers = "{}") => _scratch.File("fleet.json", $$"""
        {
          "routes": [
            {
              "name": "dated",
              "kind": "azure-openai",
              "baseUrl": "{{url}}",
              "model": "chat",
              "apiVersion": "{{apiVersion}}",
              "credential": "env:TEST_KEY",
              "headers": {{headers}},
              "proxy": "none"
            }
          ]
        }
        """);

    private async Task<string> SnippetAsync(string language, string config, string route)
    {
        var run = await CliRun.WithAsync(
            (_, _, _) => throw new InvalidOperationException(), "request", route, "--as", language, "--config", config);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.DoesNotContain("Put in the place", run.Output, StringComparison.Ordinal);
        return _scratch.File(language switch { "csharp" => "request.cs", "node" => "request.mjs", _ => $"request-{language}" }, run.Output);
    }

    private Task<ChildProcess> RunAsync(string program, params string[] arguments) => RunAsync(program, arguments, withKey: true);

    private Task<ChildProcess> RunAsync(string program, string argument, bool withKey) => RunAsync(program, [argument], withKey);

    private Task<ChildProcess> RunAsync(string program, string[] arguments, bool withKey)
    {
        Assert.SkipUnless(IsInstalled(program), $"{program} is not installed");
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _scratch.Folder };
        start.Environment["TEST_PROVIDER"] = Provider;
        start.Environment.Remove("TEST_KEY");

        // The lab's trust would hide the package feed from `dotnet run`, and the snippets' server is plain http.
        start.Environment.Remove("SSL_CERT_FILE");
        start.Environment.Remove("SSL_CERT_DIR");
        if (withKey)
        {
            start.Environment["TEST_KEY"] = Key;
        }

        return ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);
    }

    private static bool IsInstalled(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
