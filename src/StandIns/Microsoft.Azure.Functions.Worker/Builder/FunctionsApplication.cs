using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app begins.</summary>
public class FunctionsApplication
{
    /// <summary>A builder for the functions of the calling assembly.</summary>
    /// <param name="args">The command line; it is also configuration, for example <c>--port 7072</c>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, Assembly.GetCallingAssembly());
}
