using System.Net;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using ProbeFleet.FaultLab;

namespace ProbeFleet.Cli.Tests.Fleets;

/// <summary>Configurations applied and shown by the built tool, over storage and over the app.</summary>
public sealed partial class ConfigApplyTests(FleetFixture fleet) : IClassFixture<FleetFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Apply_WithTheTagThatIsShown_IsTheNextVersionAndAStaleTagIsRefused(bool overUrl)
    {
        string[] target = overUrl ? ["--url", fleet.Url] : ["--storage", fleet.Storage];
        var before = await fleet.RunAsync(["config", "show", .. target]);
        var tag = Tag.Match(before.Error).Groups[1].Value;
        var text = fleet.Configuration($"{(overUrl ? 31 : 32)}.00:00:00");
        await File.WriteAllTextAsync(Path.Combine(fleet.Folder, "next.json"), text, TestContext.Current.CancellationToken);

        var applied = await fleet.RunAsync(["config", "apply", "next.json", "--if-match", tag, .. target]);
        var again = await fleet.RunAsync(["config", "apply", "next.json", "--if-match", tag, .. target]);
        var after = await fleet.RunAsync(["config", "show", .. target]);

        Assert.Matches("^next.json is applied as version [0-9]+. Every vantage reads it at its next round.\n$", applied.Output);
        Assert.Equal((0, 0, 2, 0), (before.Code, applied.Code, again.Code, after.Code));
        Assert.Contains("somebody applied one meanwhile. Nothing was changed.", again.Error, StringComparison.Ordinal);
        Assert.Equal(text + "\n", after.Output);
        Assert.NotEqual(tag, Tag.Match(after.Error).Groups[1].Value);
    }

    [Fact]
    public async Task Show_TextThatSteersATerminal_IsWrittenAsEscapesOfTheSameJson()
    {
        const string steering = "a\u009b31m\u202e\u2066b";
        var text = fleet.Configuration("33.00:00:00").Trim();
        text = $"{{ \"$schema\": \"{steering}\",{text[1..]}";
        await File.WriteAllTextAsync(Path.Combine(fleet.Folder, "steering.json"), text, TestContext.Current.CancellationToken);

        var applied = await fleet.RunAsync("config", "apply", "steering.json", "--if-match", "*", "--storage", fleet.Storage);
        var shown = await fleet.RunAsync("config", "show", "--storage", fleet.Storage);
        var back = await fleet.RunAsync("config", "apply", "applied.json", "--if-match", "*", "--storage", fleet.Storage);

        Assert.Equal((0, 0, 0), (applied.Code, shown.Code, back.Code));
        Assert.Contains("""a\u009b31m\u202e\u2066b""", shown.Output, StringComparison.Ordinal);
        Assert.Equal(steering, System.Text.Json.JsonDocument.Parse(shown.Output).RootElement.GetProperty("$schema").GetString());
        Assert.DoesNotContain(shown.Output, character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Apply_OverAnotherWithoutATag_IsRefusedAndNamesTheTag(bool overUrl)
    {
        string[] target = overUrl ? ["--url", fleet.Url] : ["--storage", fleet.Storage];

        var refused = await fleet.RunAsync(["config", "apply", "applied.json", .. target]);
        var tag = Tag.Match((await fleet.RunAsync(["config", "show", .. target])).Error).Groups[1].Value;

        Assert.Equal(2, refused.Code);
        Assert.Contains($"--if-match {tag}", refused.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_WithAVariableThatIsNew_SaysWhatVantagesHaveToAllow()
    {
        var file = Path.Combine(fleet.Folder, "renamed.json");
        var text = fleet.Configuration().Replace("env:LAB_KEY", "env:NEXT_KEY", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var renamed = await ApplyAsync("renamed.json");
        var again = await ApplyAsync("renamed.json");
        await ApplyAsync("applied.json");

        Assert.Contains("must have in PROBEFLEET_CREDENTIALS: NEXT_KEY @ ", renamed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("LAB_KEY", renamed.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (again.Code, again.Error));

        async Task<ChildProcess> ApplyAsync(string name)
        {
            var tag = Tag.Match((await fleet.RunAsync("config", "show", "--storage", fleet.Storage)).Error).Groups[1].Value;
            return await fleet.RunAsync("config", "apply", name, "--if-match", tag, "--storage", fleet.Storage);
        }
    }

    [Fact]
    public async Task Apply_OverWhateverIsThere_CountsVersions()
    {
        var first = await fleet.RunAsync("config", "apply", "applied.json", "--if-match", "*", "--url", fleet.Url);
        var second = await fleet.RunAsync("config", "apply", "applied.json", "--if-match", "*", "--storage", fleet.Storage);
        var shown = await fleet.RunAsync("config", "show", "--storage", fleet.Storage);

        Assert.Equal(Version(first.Output) + 1, Version(second.Output));
        Assert.StartsWith($"version {Version(second.Output)}, applied at ", shown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rollback_ToAVersionOfTheHistory_IsTheNewestWithItsText(bool overUrl)
    {
        string[] target = overUrl ? ["--url", fleet.Url] : ["--storage", fleet.Storage];
        var before = fleet.Configuration("34.00:00:00");
        await File.WriteAllTextAsync(Path.Combine(fleet.Folder, "before.json"), before, TestContext.Current.CancellationToken);
        var old = Version((await fleet.RunAsync(["config", "apply", "before.json", "--if-match", "*", .. target])).Output);
        await fleet.RunAsync(["config", "apply", "applied.json", "--if-match", "*", .. target]);

        var history = await fleet.RunAsync(["config", "history", .. target]);
        var text = await fleet.RunAsync(["config", "history", $"{old}", .. target]);
        var back = await fleet.RunAsync(["config", "rollback", $"{old}", .. target]);
        var shown = await fleet.RunAsync(["config", "show", .. target]);
        var unknown = await fleet.RunAsync(["config", "rollback", "4000", .. target]);

        var who = overUrl ? "key admin" : Environment.UserName;
        Assert.Matches($@"^ *{old + 1}  \S+ \S+ UTC  {who}.*  \(now\)\n *{old}  \S+ \S+ UTC  {who}", history.Output);
        Assert.Equal((before + "\n", before + "\n"), (text.Output, shown.Output));
        Assert.Equal($"Version {old} is applied as version {old + 2}. Every vantage reads it at its next round.\n", back.Output);
        Assert.Equal((0, 2), (back.Code, unknown.Code));
        Assert.Contains("does not keep a version 4000", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rollback_FromOneThatThisVersionCannotRead_ReplacesIt(bool overUrl)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var account = await fleet.StartAnotherAsync();
        await using var app = overUrl ? await VantageApp.StartAsync(account.ConnectionString, fleet.Folder) : null;
        string[] target = app is null ? ["--storage", account.ConnectionString] : ["--url", app.Client.BaseAddress!.AbsoluteUri];
        await fleet.RunAsync(["config", "apply", "applied.json", .. target]);
        await fleet.RunAsync(["config", "apply", "applied.json", "--if-match", "*", .. target]);
        await new TableServiceClient(account.ConnectionString).GetTableClient("FleetConfig").UpdateEntityAsync(
            new TableEntity("fleet", "current") { ["Schema"] = 99 }, ETag.All, TableUpdateMode.Merge, stop);

        var unread = await fleet.RunAsync(["config", "show", .. target]);
        var back = await fleet.RunAsync(["config", "rollback", "1", .. target]);
        var shown = await fleet.RunAsync(["config", "show", .. target]);

        Assert.True((unread.Code, back.Code) == (19, 0), $"{unread} {back}");
        Assert.Equal("Version 1 is applied as version 3. Every vantage reads it at its next round.\n", back.Output);
        Assert.Equal(fleet.Configuration() + "\n", shown.Output);
    }

    [Fact]
    public async Task Rollback_AnotherIsAppliedMeanwhile_IsAConflict()
    {
        var url = $"http://127.0.0.1:{FreePort.Take(IPAddress.Loopback)}/";
        using var app = new HttpListener { Prefixes = { url } };
        app.Start();
        var answering = AnswerAsync(calls: 3);

        var run = await fleet.RunAsync("config", "rollback", "1", "--url", url);

        Assert.Equal("\"before\"", await answering);
        Assert.Equal(2, run.Code);
        Assert.Contains("somebody applied one meanwhile. Nothing was changed.", run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);

        async Task<string?> AnswerAsync(int calls)
        {
            string? replaced = null;
            for (var call = 0; call < calls; call++)
            {
                var context = await app.GetContextAsync();
                var response = context.Response;
                replaced = context.Request.Headers["If-Match"];
                response.StatusCode = context.Request.HttpMethod is "PUT" ? 412 : 200;
                response.Headers["ETag"] = "\"before\"";
                response.ContentType = "application/json";
                response.Close("""{"routes":[]}"""u8.ToArray(), willBlock: false);
            }

            return replaced;
        }
    }

    [Fact]
    public async Task Apply_AFileWithViolations_ShowsAllAndAsksNobody()
    {
        await File.WriteAllTextAsync(
            Path.Combine(fleet.Folder, "bad.json"),
            """{ "routes": [ { "name": "a b", "kind": "openai", "baseUrl": "x", "model": "m", "credential": "none" } ] }""",
            TestContext.Current.CancellationToken);

        var run = await fleet.RunAsync("config", "apply", "bad.json", "--url", "http://127.0.0.1:1");

        Assert.Equal(2, run.Code);
        Assert.Contains("$.routes[0].name", run.Error, StringComparison.Ordinal);
        Assert.Contains("$.routes[0].baseUrl", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was done.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_NothingApplied_SaysHowTo()
    {
        await using var empty = await fleet.StartAnotherAsync();

        var run = await fleet.RunAsync("config", "show", "--storage", empty.ConnectionString);
        var matrix = await fleet.RunAsync("fleet", "--storage", empty.ConnectionString);

        Assert.Equal((2, 19), (run.Code, matrix.Code));
        Assert.Contains("probefleet config apply fleet.json", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("? UNKNOWN", matrix.Output, StringComparison.Ordinal);
        Assert.Contains("no vantage has reported yet", matrix.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private static int Version(string output) =>
        int.Parse(VersionNumber.Match(output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("tag ([0-9a-f]{12})\n")]
    private static partial Regex Tag { get; }

    [GeneratedRegex("version ([0-9]+)")]
    private static partial Regex VersionNumber { get; }
}
