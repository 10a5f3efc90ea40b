namespace ProbeFleet.Infra.Tests;

/// <summary>Each named check of eng/infra-checks is one case; its mutations prove that the checks can fail.</summary>
public sealed class InfraTests
{
    public static TheoryData<string> Names => [.. InfraChecks.Result.Problems.Keys];

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Infra_NamedCheck_FindsNoProblem(string name)
    {
        Assert.SkipWhen(InfraChecks.Result.Skip is not null, InfraChecks.Result.Skip ?? "");
        Assert.True(InfraChecks.Result.Failure is null, InfraChecks.Result.Failure);
        Assert.True(InfraChecks.Result.Problems.TryGetValue(name, out var problems), $"{name} was not run");
        Assert.True(problems is [], string.Join(Environment.NewLine, problems!));
    }

    [Fact]
    public void Infra_Mutations_CoverWhatMustNotGoMissing()
    {
        Assert.SkipWhen(InfraChecks.Result.Skip is not null, InfraChecks.Result.Skip ?? "");
        string[] groups = ["app setting", "property that flex refuses", "role on FleetConfig", "alert", "variable of the pipeline",
            "field of host.json"];
        Assert.All(groups, group => Assert.Contains($"mutations: every {group}", InfraChecks.Result.Problems.Keys));
    }
}
