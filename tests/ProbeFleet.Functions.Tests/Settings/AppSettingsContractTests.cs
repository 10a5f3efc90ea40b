using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using ProbeFleet.Functions.Settings;

namespace ProbeFleet.Functions.Tests.Settings;

/// <summary>What the app reads of its settings is what infra/app-settings.json says that it reads.</summary>
public sealed class AppSettingsContractTests
{
    private static readonly IReadOnlyList<(string Name, bool IsRequired)> Contract = Listed();

    [Fact]
    public void Settings_TheAppReads_AreThoseOfTheContract() =>
        Assert.Equal(Contract.Select(setting => setting.Name).Order(), ReadByTheStart().Concat(NamedByTimers()).Distinct().Order());

    [Fact]
    public void Settings_TimersName_AreCheckedAtTheStart() => Assert.Subset(ReadByTheStart().ToHashSet(), NamedByTimers().ToHashSet());

    [Fact]
    public void Settings_WithoutWhichTheAppDoesNotStart_AreRequired()
    {
        var error = Assert.Throws<OptionsValidationException>(() => VantageSettings.Read(_ => null, TimeProvider.System));

        var named = Contract.Where(setting => error.Message.Contains($" {setting.Name} is not set", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, setting => Assert.True(setting.IsRequired, setting.Name));
    }

    private static HashSet<string> ReadByTheStart()
    {
        HashSet<string> names = [];
        Assert.Throws<OptionsValidationException>(() => VantageSettings.Read(
            name =>
            {
                names.Add(name);
                return null;
            },
            TimeProvider.System));
        // What is only read of good settings is read here too.
        VantageSettings.Read(
            name =>
            {
                names.Add(name);
                return name switch
                {
                    "PROBEFLEET_VANTAGE" => "lab",
                    "PROBEFLEET_STORAGE" => "UseDevelopmentStorage=true",
                    _ when name.EndsWith("Schedule", StringComparison.Ordinal) => "0 * * * * *",
                    _ => null,
                };
            },
            TimeProvider.System);
        return names;
    }

    private static IEnumerable<string> NamedByTimers() =>
        from type in typeof(VantageSettings).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<TimerTriggerAttribute>()
        where trigger?.Schedule.StartsWith('%') is true
        select trigger.Schedule.Trim('%');

    private static IReadOnlyList<(string Name, bool IsRequired)> Listed()
    {
        return
        [
            .. JsonElement.Parse(Repository.Read("infra/app-settings.json")).GetProperty("settings").EnumerateArray()
                .Where(setting => setting.GetProperty("readBy").GetString() is "app")
                .Select(setting => (setting.GetProperty("name").GetString()!, setting.GetProperty("required").GetBoolean())),
        ];
    }
}
