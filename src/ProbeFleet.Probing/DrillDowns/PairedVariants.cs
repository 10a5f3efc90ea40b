using ProbeFleet.Probing.Attempts;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>Repeats a broken probe with one component taken out of its path, and reports what that changed.</summary>
internal sealed class PairedVariants(ProbeSurroundings surroundings, ProbeRequest request, AttemptEvidence attempt)
{
    /// <summary>The variants that can explain something about this break; each costs one connection.</summary>
    public IReadOnlyList<ProbeVariant> Worthwhile(ResolverConfiguration resolver)
    {
        var broken = attempt.Broken!;
        // Beside a workload's runtime all others run in this process: they would take more than one component out of the path.
        var (proxied, variants) = request.Route.Runtime is null
            ? (attempt.State.Path?.Proxy is not null, OfStage(broken, resolver))
            : (TookAProxy, []);
        variants = proxied && broken.Stage is not (Stage.Configure or Stage.Credential) ? [.. variants, ProbeVariant.NoProxy] : variants;
        return [.. variants.Except(surroundings.Forbids)];
    }

    public async Task<VariantOutcome> RunAsync(ProbeVariant variant, TimeSpan budget, CancellationToken cancellationToken)
    {
        var order = request with { Variant = variant, Budget = request.Budget with { Total = budget } };
        var seen = await ProbeAttempt.RunAsync(surroundings, order, null, cancellationToken).ConfigureAwait(false);
        var answer = seen.Find<AnswerEvidence>().Facts;
        return new VariantOutcome
        {
            Variant = variant,
            ReachedApi = seen.Response is { Responder: not Responder.Proxy }
                && answer?.Shape is BodyShape.Completion or BodyShape.ModelList or BodyShape.Embeddings or BodyShape.ErrorObject
                    or BodyShape.StatusMessage,
            Break = seen.Broken?.Stage,
            Failure = seen.Broken?.Failure,
            Status = seen.Response?.Status,
            Responder = seen.Response?.Responder ?? Responder.Unknown,
            Issuer = seen.Find<SecureEvidence>().Facts?.Issuer,
            Duration = seen.Duration,
        };
    }

    /// <summary>Whether the workload's runtime did, by its own rules.</summary>
    private bool TookAProxy => attempt.Find<ConfigureEvidence>().Facts?.Proxy is { Url: not null, Bypassed: false };

    private bool HasBothFamilies => attempt.Addresses.Select(address => address.AddressFamily).Distinct().Skip(1).Any();

    private bool HasOwnTrust =>
        surroundings.Environment("SSL_CERT_FILE") is not null || surroundings.Environment("SSL_CERT_DIR") is not null;

    private ProbeVariant[] OfStage(StageEvidence broken, ResolverConfiguration resolver) => broken.Stage switch
    {
        Stage.Configure => [],
        Stage.Credential => [ProbeVariant.Keyless],
        Stage.Resolve when new PathPlanner(surroundings).OtherResolverOf(resolver) is not null => [ProbeVariant.OtherResolver],
        Stage.Connect when attempt.State.Path?.Proxy is null && HasBothFamilies => [ProbeVariant.IPv4, ProbeVariant.IPv6],
        Stage.Resolve or Stage.Connect or Stage.Tunnel => [],
        Stage.Secure when broken.Failure?.Kind is FailureKind.Certificate && HasOwnTrust => [ProbeVariant.SystemTrust],
        Stage.Secure => [],
        Stage.FirstEvent or Stage.Answer when broken.Failure?.Kind is FailureKind.HttpStatus => [],
        Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer => AfterSending(),
    };

    private ProbeVariant[] AfterSending()
    {
        ProbeVariant[] keyless = attempt.State.Plan is { Scheme: not CredentialScheme.None } ? [ProbeVariant.Keyless] : [];
        ProbeVariant[] listing = attempt.State.Depth is ProbeDepth.Completion ? [ProbeVariant.ListModels] : [];
        return [ProbeVariant.WithoutSdk, .. keyless, .. listing];
    }
}
