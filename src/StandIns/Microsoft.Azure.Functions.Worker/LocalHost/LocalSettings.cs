using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.LocalHost;

/// <summary>The two files that Azure's own tools read beside the app.</summary>
internal static class LocalSettings
{
    /// <summary>Makes the <c>Values</c> of local.settings.json environment variables, as Azure's tools do; a variable that is set stays.</summary>
    public static void Apply(string folder)
    {
        foreach (var (name, value) in Read(folder, "local.settings.json").GetSection("Values").AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && Environment.GetEnvironmentVariable(name) is null)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    /// <summary>The first segment of all routes, from host.json: <c>api</c> unless said, and possibly empty.</summary>
    public static string RoutePrefix(string folder) => (Read(folder, "host.json")["extensions:http:routePrefix"] ?? "api").Trim('/');

    private static IConfigurationRoot Read(string folder, string file) =>
        new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, file), optional: true, reloadOnChange: false).Build();
}
