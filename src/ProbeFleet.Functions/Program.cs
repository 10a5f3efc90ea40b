using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using ProbeFleet.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddVantage(VantageSettings.Read(name => builder.Configuration[name], TimeProvider.System));
await builder.Build().RunAsync().ConfigureAwait(false);
