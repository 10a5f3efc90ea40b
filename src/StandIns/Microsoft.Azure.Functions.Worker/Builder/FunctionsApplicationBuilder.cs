using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.LocalHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a function app that hosts itself.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly Assembly _app;
    private bool _isWebApplication;

    internal FunctionsApplicationBuilder(string[] args, Assembly app)
    {
        LocalSettings.Apply(AppContext.BaseDirectory);
        _app = app;
        _web = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
        });
    }

    /// <summary>State shared while the app is built.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    /// <summary>Settings: appsettings.json, environment, command line.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => _web.Configuration;

    /// <summary>Where the app runs.</summary>
    public IHostEnvironment Environment => _web.Environment;

    /// <summary>Log outputs and levels.</summary>
    public ILoggingBuilder Logging => _web.Logging;

    /// <summary>Metric listeners.</summary>
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <summary>What function classes are built from.</summary>
    public IServiceCollection Services => _web.Services;

    /// <summary>Finds the app's functions and checks that the local host can run each.</summary>
    /// <exception cref="InvalidOperationException">A function, schedule, route or setting is wrong; the message names it.</exception>
    public IHost Build()
    {
        if (!_isWebApplication)
        {
            throw new InvalidOperationException("Call ConfigureFunctionsWebApplication() first: the stand-in hosts nothing else.");
        }

        var app = _web.Build();
        LocalFunctions.Map(app);
        return app;
    }

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    internal void UseWebApplication()
    {
        _isWebApplication = true;
        LocalFunctions.AddTo(_web, AppFunction.AllIn(_app));
    }
}
