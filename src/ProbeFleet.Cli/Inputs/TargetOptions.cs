using ProbeFleet.Core.Configuration;

namespace ProbeFleet.Cli.Inputs;

/// <summary>The options that choose the routes: those of a <c>fleet.json</c>, or one given on the command line.</summary>
internal sealed class TargetOptions : IOptionGroup
{
    private readonly Option<string?> _config = OptionKinds.Text(
        "--config", "FILE", "The configuration file. Default: fleet.json in this folder.");

    private readonly Option<string?> _baseUrl = OptionKinds.Text(
        "--base-url", "URL", "Instead of a configuration: the base URL that the workload's client is given.");

    private readonly Option<string?> _model = OptionKinds.Text("--model", "NAME", "With --base-url: the model; on Azure the deployment.");

    private readonly Option<RouteKind?> _kind = OptionKinds.Choice<RouteKind>(
        "--kind", "KIND", "With --base-url: the kind of route. Default: azure-openai for Azure's hosts, else openai.");

    private readonly Option<string?> _apiVersion = OptionKinds.Text(
        "--api-version", "VERSION", "With --base-url on Azure: v1 (the default) or a dated version such as 2024-10-21.");

    private readonly Option<RequestKind?> _request = OptionKinds.Choice<RequestKind>(
        "--request", "CALL", "With --base-url: the call that the workload makes. Default: chat.");

    private readonly Option<string?> _credential = OptionKinds.Text(
        "--credential", "SOURCE",
        "With --base-url: where the credential comes from, never the credential: env:NAME, managed-identity, keyvault:SECRET_URI or none. "
            + "Default: env:OPENAI_API_KEY, on Azure env:AZURE_OPENAI_API_KEY.");

    private readonly Option<RouteHttp?> _http = OptionKinds.Choice<RouteHttp>(
        "--http", "VERSION",
        "With --base-url: the version of HTTP that the workload's client asks for; a server may choose a lower one. Default: 1.1.");

    public IEnumerable<Option> All => [_config, _baseUrl, .. OfStatedRoute];

    private Option[] OfStatedRoute => [_model, _kind, _apiVersion, _request, _credential, _http];

    /// <exception cref="UsageException">There is no valid configuration.</exception>
    public async Task<Targets> ReadAsync(ParseResult parsed, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_baseUrl) is { } baseUrl)
        {
            return parsed.GetValue(_config) is null ? StatedRoute(parsed, baseUrl, surroundings)
                : throw new UsageException("Give --config or --base-url, not both: each says which route to probe.");
        }

        if (Array.Find(OfStatedRoute, option => parsed.GetResult(option) is not null) is { } stray)
        {
            throw new UsageException($"{stray.Name} belongs to --base-url URL; with a configuration file the route says it.");
        }

        var file = parsed.GetValue(_config);
        return new(await ConfigurationFile.ReadAsync(file, surroundings, cancellationToken));
    }

    private Targets StatedRoute(ParseResult parsed, string baseUrl, CliSurroundings surroundings)
    {
        var route = new AdHocRoute(
            BaseUrl: baseUrl,
            Model: parsed.GetValue(_model),
            Kind: parsed.GetValue(_kind),
            ApiVersion: parsed.GetValue(_apiVersion),
            Request: parsed.GetValue(_request),
            Credential: parsed.GetValue(_credential),
            Http: parsed.GetValue(_http));
        var configuration = route.ToConfiguration();
        var assumed = parsed.GetResult(_credential) is null
            ? configuration.Routes[0].Credential as CredentialSource.EnvironmentVariable
            : null;
        return new(configuration)
        {
            UnsetVariable = assumed is not null && string.IsNullOrEmpty(surroundings.Environment(assumed.Name)) ? assumed.Name : null,
        };
    }
}

/// <summary>The routes chosen on the command line.</summary>
internal sealed record Targets(FleetConfiguration Configuration)
{
    /// <summary>The default credential's variable if it is unset, so that only the path can be probed; null otherwise.</summary>
    public string? UnsetVariable { get; init; }

    /// <exception cref="UsageException">There are several routes.</exception>
    public Route Only() => Configuration.Routes is [var only] ? only
        : throw new UsageException($"Name the route: {string.Join(", ", Configuration.Routes.Select(route => route.Name))}.");

    /// <exception cref="UsageException">There is no such route.</exception>
    public Route Find(string name) => Configuration.Routes.FirstOrDefault(route => route.Name.ToString() == name)
        ?? throw new UsageException(
            $"There is no route '{name}'. The configuration has: {string.Join(", ", Configuration.Routes.Select(route => route.Name))}.");
}
