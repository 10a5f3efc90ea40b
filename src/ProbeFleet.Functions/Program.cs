using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
if (builder.Configuration["Functions:Worker:HostEndpoint"] is null && AppContext.GetData("AZURE_FUNCTIONS_NATIVE_HOST") is null)
{
    // The worker itself says so too, but names no way out; how it is started stays the worker's business.
    await Console.Error.WriteLineAsync(
        "No Azure Functions host started this worker. A vantage without one: dotnet ProbeFleet.SelfHost.dll --help");
}

builder.ConfigureFunctionsWebApplication();

// A request's log line has its query, and the dashboard's query has the caller's key.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

// The framework creates keys at each start on a new machine and warns that they are unencrypted; they protect nothing here.
builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
builder.Services.AddVantage();
var app = builder.Build();

// Functions are created when they are first called; a timer that never fires must show before that.
app.Services.GetRequiredService<VantageGauges>();
await app.RunAsync();
