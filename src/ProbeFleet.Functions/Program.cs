using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddVantage(VantageSettings.Read(name => builder.Configuration[name], TimeProvider.System));
var app = builder.Build();

// Functions are made when they are first called; a timer that never fires must show before that.
app.Services.GetRequiredService<VantageGauges>();
await app.RunAsync().ConfigureAwait(false);
