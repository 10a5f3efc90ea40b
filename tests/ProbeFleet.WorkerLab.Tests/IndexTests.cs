using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using ProbeFleet.Functions.Settings;

namespace ProbeFleet.WorkerLab.Tests;

[Collection(OneRunningVantage.Name)]
public sealed class IndexTests(PublishedVantage published, RunningVantage vantage)
{
    [Fact]
    public void Functions_OfTheWorker_AreThoseOfTheAssembly() => Assert.Equal(
        Declared(), vantage.Worker.Functions.Values.Select(function => Described(function.Name, function.Trigger)).Order());

    [Fact]
    public async Task Functions_OfThePublishedMetadata_AreThoseOfTheAssembly()
    {
        var file = Path.Combine(published.App.Folder, "functions.metadata");
        var metadata = JsonElement.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        Assert.Equal(Declared(), metadata.EnumerateArray().Select(function => Described(
            function.GetProperty("name").GetString()!,
            function.GetProperty("bindings").EnumerateArray().Single(
                binding => Text(binding, "type").EndsWith("Trigger", StringComparison.Ordinal)))).Order());
    }

    [Theory]
    [InlineData("host.json")]
    [InlineData("worker.config.json")]
    [InlineData("functions.metadata")]
    [InlineData("extensions.json")]
    [InlineData(".azurefunctions/function.deps.json")]
    public void Published_WhatAzuresHostReads_IsThere(string file) =>
        Assert.True(File.Exists(Path.Combine(published.App.Folder, file)), file);

    [Fact]
    public void Published_SettingsOfADeveloper_AreNotThere() =>
        Assert.DoesNotContain(published.App.Files, file => file.Name is "local.settings.json" || file.Extension is ".xml");

    private static IEnumerable<string> Declared() =>
        (from type in typeof(VantageSettings).Assembly.GetTypes()
         from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
         let function = method.GetCustomAttribute<FunctionAttribute>()
         where function is not null
         from parameter in method.GetParameters()
         let trigger = parameter.GetCustomAttribute<TriggerBindingAttribute>()
         where trigger is not null
         select Described(function.Name, parameter.Name!, trigger)).Order();

    private static string Described(string function, string parameter, TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute http => $"{function}({parameter}): {http.AuthLevel} {string.Join(',', http.Methods!)} {http.Route}",
        TimerTriggerAttribute timer => $"{function}({parameter}): {timer.Schedule}, {(timer.UseMonitor ? "watched" : "not watched")}",
        _ => throw new NotSupportedException($"{function} has a trigger that is not expected: {trigger.GetType()}."),
    };

    private static string Described(string function, JsonElement trigger) => Text(trigger, "type") switch
    {
        "httpTrigger" => $"{function}({Text(trigger, "name")}): {Text(trigger, "authLevel")} "
            + $"{string.Join(',', trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()))} "
            + $"{Text(trigger, "route")}",
        "timerTrigger" => $"{function}({Text(trigger, "name")}): {Text(trigger, "schedule")}, "
            + $"{(IsWatched(trigger) ? "watched" : "not watched")}",
        var type => throw new NotSupportedException($"{function} has a trigger that is not expected: {type}."),
    };

    private static bool IsWatched(JsonElement trigger) =>
        !trigger.TryGetProperty("useMonitor", out var isWatched) || isWatched.GetBoolean();

    private static string Text(JsonElement binding, string member) => binding.GetProperty(member).GetString()!;
}
