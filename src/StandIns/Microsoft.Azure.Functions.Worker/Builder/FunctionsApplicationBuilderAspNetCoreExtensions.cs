namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>ASP.NET Core types in functions.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Lets functions take an <c>HttpRequest</c> and return an <c>IActionResult</c>.</summary>
    /// <param name="builder">The app.</param>
    /// <exception cref="InvalidOperationException">Two functions have one name.</exception>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseWebApplication();
        return builder;
    }
}
