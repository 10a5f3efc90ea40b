using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Functions;
using ProbeFleet.Probing.Tls;
using ProbeFleet.SelfHost;

if (args is ["--help" or "-h", ..] or ["health", "--help" or "-h", ..])
{
    Console.WriteLine(HostSettings.Usage);
    return 0;
}

UserCertificates.EnsureHome();
var isStarted = false;
WebApplication app;
try
{
    if (args is ["health", .. var settings])
    {
        return await HealthCheck.RunAsync(settings, AppContext.BaseDirectory, Console.Out, TimeProvider.System, CancellationToken.None);
    }

    var builder = FunctionHost.CreateBuilder(args, typeof(Timers).Assembly, AppContext.BaseDirectory);
    builder.Services.AddVantage();

    // Until it has started, what stops it is told below, in one line.
    builder.Services.PostConfigure<LoggerFilterOptions>(options => options.AndOnly(
        (category, level) => isStarted || level < LogLevel.Error || category is not "Microsoft.Extensions.Hosting.Internal.Host"));
    app = FunctionHost.Build(builder);
    app.Services.GetRequiredService<VantageGauges>();
    await app.StartAsync();
    isStarted = true;
}
catch (Exception error) when (error is InvalidOperationException or OptionsValidationException or IOException)
{
    // A wrong setting, or an address in use: the message says which, and a stack trace would hide it.
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}

await using (app)
{
    await app.WaitForShutdownAsync();
}

return 0;
