using Azure.Data.Tables;
using ProbeFleet.Azurite;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace ProbeFleet.StandIns.Tests.Tables;

/// <summary>A table of its own for each test.</summary>
internal static class TablesOnAzurite
{
    public static async Task<TableClient> NewTableAsync(this AzuriteFixture azurite)
    {
        var name = $"t{Guid.NewGuid():N}";
        var table = new TableServiceClient(azurite.Server.ConnectionString).GetTableClient(name);
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return table;
    }
}
