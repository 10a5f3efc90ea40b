using System.ClientModel.Primitives;
using System.Reflection;
using Azure.AI.OpenAI;
using OpenAI;

namespace ProbeFleet.Probing.Requests;

/// <summary>Makes the probe's one call through the SDK that a workload of its route uses, without retries.</summary>
internal static class SdkCall
{
    /// <summary>The SDK of most routes and its version, as results state it.</summary>
    public static string Sdk { get; } = NameOf(typeof(OpenAIClient).Assembly);

    public static string AzureSdk { get; } = NameOf(typeof(AzureOpenAIClient).Assembly);

    /// <summary>The SDK that makes a route's call and its version.</summary>
    public static string SdkOf(Route route) => RequestPlanner.ClientOf(route) switch
    {
        SdkClient.OpenAI => Sdk,
        SdkClient.AzureOpenAI => AzureSdk,
    };

    /// <summary>Makes the call. An error status is not thrown, because the attempt's own handler has already kept it.</summary>
    public static async Task SendAsync(
        RequestPlan plan, string? secret, IReadOnlyDictionary<string, string> headers, HttpClient http, CancellationToken cancellationToken)
    {
        var request = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };
        foreach (var (name, value) in headers)
        {
            request.SetHeader(name, value);
        }

        var call = plan.Client switch
        {
            SdkClient.OpenAI => OpenAICall.SendAsync(plan, secret, http, request),
            SdkClient.AzureOpenAI => AzureOpenAICall.SendAsync(plan, secret, http, request),
        };
        await call.ConfigureAwait(false);
    }

    // The assembly's version has no room for "beta.1", and the commit follows the plus.
    private static string NameOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return $"{assembly.GetName().Name} {version.Split('+')[0]}";
    }
}
