using System.Text.Encodings.Web;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Requests;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Cli.Snippets;

/// <summary>The request of a route's completion probe, ready to be written in a language.</summary>
/// <param name="HowToFill">How to fill a variable that the workload itself does not have; null when it has it.</param>
/// <param name="Dated">The parameters of the workload's Azure client; null when the client is OpenAI's.</param>
/// <param name="Order">The same request as an order for a workload's runtime script.</param>
internal sealed record SnippetRequest(
    Route Route, RequestPlan Plan, IReadOnlyList<SecretHeader> Secrets, string? HowToFill, int TimeoutSeconds, DatedSurface? Dated,
    RuntimeOrder Order)
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public string Url => Plan.Url.AbsoluteUri;

    public string Body => Plan.Body!.ToString();

    /// <summary>The comments at the top of a snippet, one item per line.</summary>
    /// <param name="azureClient">Makes the line for the workload's client on Azure's dated surface; null without one.</param>
    public IEnumerable<string> Introduction(Func<DatedSurface, string>? azureClient, string maker = "No SDK, no retry, no redirect.") =>
    [
        $"One minimal request on the route '{Route.Name}': URL, headers and body as the probe sends them. {maker}",
        .. Secrets.Select(secret => $"Reads {secret.Variable} from the environment."),
        .. HowToFill is null ? Array.Empty<string>() : [HowToFill],
        .. $"{Plan.Url.OriginalString} {Plan.Model}".Contains(Sanitizer.Mark, StringComparison.Ordinal)
            ? [$"Put in the place of {Sanitizer.Mark} what the configuration has there: it looks like a secret."]
            : Array.Empty<string>(),
        .. Dated is null || azureClient is null ? Array.Empty<string>() : [azureClient(Dated)],
    ];

    public static SnippetRequest From(Route configured, ProbeSettings settings)
    {
        // Cleaned before a language escapes it: a secret among other escapes is no longer known by its shape.
        var route = configured with
        {
            BaseUrl = Uri.TryCreate(Sanitizer.PatternsOnly.CleanUrl(configured.BaseUrl), UriKind.Absolute, out var url)
                ? url
                : configured.BaseUrl,
            Model = Sanitizer.PatternsOnly.Clean(configured.Model),
        };
        var plan = RequestPlanner.Plan(route, ProbeDepth.Completion, ProbeVariant.Full, [], AzureCloud.Public);
        var (variable, howToFill) = Variable(route.Credential, plan.TokenScope);
        SecretHeader[] secrets =
        [
            .. plan.CredentialHeader is var (name, prefix) ? [new SecretHeader(name, prefix, variable)] : Array.Empty<SecretHeader>(),
            .. route.Headers.Select(header => new SecretHeader(header.Key, "", header.Value.Name)),
        ];
        var dated = plan.IsDated
            ? new DatedSurface(
                plan.Endpoint.AbsoluteUri, plan.Model, route.ApiVersion!, variable, plan.Scheme is CredentialScheme.BearerToken)
            : null;
        var order = RuntimeOrder.From(plan, route.Proxy, secrets, RuntimeBudget.From(ProbeBudget.From(settings))) with { Tells = true };
        return new(route, plan, secrets, howToFill, (int)Math.Ceiling(settings.Timeout.TotalSeconds), dated, order);
    }

    /// <summary>A string literal for JavaScript, Python and C#, since JSON's escapes are valid in each.</summary>
    public static string Literal(string text) => $"\"{Encoder.Encode(text)}\"";

    private static (string Name, string? HowToFill) Variable(CredentialSource source, string? scope) => source switch
    {
        CredentialSource.EnvironmentVariable variable => (variable.Name, null),
        CredentialSource.ManagedIdentity =>
            ("PROBEFLEET_TOKEN", $"Fill it with: az account get-access-token --scope {scope} --query accessToken --output tsv"),
        CredentialSource.KeyVaultSecret secret =>
            ("PROBEFLEET_KEY", $"Fill it with: az keyvault secret show --id {secret.SecretUri} --query value --output tsv"),
        _ => ("", null),
    };
}
