using Azure.Data.Tables;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;

namespace ProbeFleet.StandIns.Tests.Api;

public sealed class StandInApiTests
{
    private static readonly ApiFormat WithNullability = new(withNullability: true);
    private static readonly ApiFormat WithoutNullability = new(withNullability: false);

    [Fact]
    public void Tables_EveryPublicMember_IsInTheOfficialPackage() =>
        Assert.Empty(ApiListing.Read("Azure.Data.Tables.txt").Deviations(typeof(TableClient).Assembly.GetExportedTypes(), WithoutNullability));

    [Fact]
    public void MonitorExporter_EveryPublicMember_IsInTheOfficialPackage() => Assert.Empty(
        ApiListing.Read("Azure.Monitor.OpenTelemetry.Exporter.txt")
            .Deviations(typeof(AzureMonitorExporterOptions).Assembly.GetExportedTypes(), WithoutNullability));

    [Fact]
    public void FunctionsWorker_EveryPublicMember_IsInTheOfficialPackages()
    {
        var official = ApiListing.Read(
            "Microsoft.Azure.Functions.Worker.txt",
            "Microsoft.Azure.Functions.Worker.Core.txt",
            "Microsoft.Azure.Functions.Worker.Extensions.Abstractions.txt",
            "Microsoft.Azure.Functions.Worker.Extensions.Http.txt",
            "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore.txt",
            "Microsoft.Azure.Functions.Worker.Extensions.Timer.txt");

        Assert.Empty(official.Deviations(typeof(FunctionsApplication).Assembly.GetExportedTypes(), WithNullability));
    }

    [Theory]
    [InlineData("T:class Other", "Azure.Data.Tables.Models.TableItem: the official package has no such type")]
    [InlineData("T:sealed class Azure.Data.Tables.Models.TableItem\n  M:.ctor(string name)\n  P:string Name { get; }",
        "Azure.Data.Tables.Models.TableItem: is 'class', official 'sealed class'")]
    [InlineData("T:class Azure.Data.Tables.Models.TableItem\n  M:.ctor(string name)\n  P:string Name { get; set; }",
        "Azure.Data.Tables.Models.TableItem: 'P:string Name { get; }'. Official: 'P:string Name { get; set; }'")]
    [InlineData("T:class Azure.Data.Tables.Models.TableItem\n  P:string Name { get; }",
        "Azure.Data.Tables.Models.TableItem: 'M:.ctor(string name)'. The official type has no member of that name")]
    public void Deviation_OfAnyKind_IsNamed(string listing, string deviation) =>
        Assert.Equal([deviation], ApiListing.Parse(listing).Deviations([typeof(Azure.Data.Tables.Models.TableItem)], WithoutNullability));
}
