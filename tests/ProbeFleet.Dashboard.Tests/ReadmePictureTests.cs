using ProbeFleet.Dashboard.Tests.Seeding;

namespace ProbeFleet.Dashboard.Tests;

/// <summary>The pictures of the README: drawn by eng/screenshots.sh, and kept small.</summary>
public sealed class ReadmePictureTests(DashboardFixture fixture)
{
    private static readonly string[] Names = ["fleet", "incident", "route", "fleet-phone"];

    [Fact]
    public async Task Pictures_OfTheReadme_AreThereAndSmall()
    {
        if (Repository.IsUpdating)
        {
            await DrawAsync();
        }

        Assert.All(Names, name => Assert.InRange(new FileInfo(FileOf(name)).Length, 1, 200_000));
    }

    private static string FileOf(string name) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Chromium.Root, "docs", "images")).FullName, $"{name}.png");

    private async Task DrawAsync()
    {
        var living = await fixture.LivingAsync();
        await Chromium.CheckAsync("pictures", new Dictionary<string, object?>(living.Told)
        {
            ["pictures"] = new object[]
            {
                new { path = "/", file = FileOf(Names[0]), width = 1200, height = 440 },
                new { path = $"/incidents/{living.Incident}", file = FileOf(Names[1]), width = 1100, height = 640, dark = true },
                new { path = $"/routes/openai?vantage={LivingIncident.Broken}", file = FileOf(Names[2]), width = 1200, height = 800 },
                new { path = "/", file = FileOf(Names[3]), width = 360, height = 640, dark = true, scale = 2 },
            },
        });
    }
}
