using System.Net;
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
        List<ProbeVariant> variants;
        if (request.Route.Runtime is not null)
        {
            // All others run in this process: they would take more than one component out of the path.
            variants = TookAProxy && broken.Stage is not (Stage.Configure or Stage.Credential) ? [ProbeVariant.NoProxy] : [];
            return [.. variants.Except(surroundings.Forbids)];
        }

        var proxied = attempt.Path?.Proxy is not null;
        variants = broken.Stage switch
        {
            Stage.Configure => [],
            Stage.Credential => [ProbeVariant.Keyless],
            Stage.Resolve when new PathPlanner(surroundings).OtherResolverOf(resolver) is not null => [ProbeVariant.OtherResolver],
            Stage.Connect when !proxied && HasBothFamilies => [ProbeVariant.IPv4, ProbeVariant.IPv6],
            Stage.Resolve or Stage.Connect or Stage.Tunnel => [],
            Stage.Secure when broken.Failure?.Kind is FailureKind.Certificate && HasOwnTrust => [ProbeVariant.SystemTrust],
            Stage.Secure => [],
            Stage.FirstEvent or Stage.Answer when broken.Failure?.Kind is FailureKind.HttpStatus => [],
            Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer => AfterSending(),
        };
        variants = proxied && broken.Stage is not (Stage.Configure or Stage.Credential) ? [.. variants, ProbeVariant.NoProxy] : variants;
        return [.. variants.Except(surroundings.Forbids)];
    }

    public async Task<VariantOutcome> RunAsync(ProbeVariant variant, TimeSpan budget, CancellationToken cancellationToken)
    {
        var order = new AttemptOrder
        {
            Route = request.Route,
            Depth = request.Depth,
            Variant = variant,
            Interpreter = request.Interpreter,
            Budget = request.Budget with { Total = budget },
        };
        var seen = await ProbeAttempt.RunAsync(surroundings, order, null, cancellationToken).ConfigureAwait(false);
        var answer = seen.Stages.OfType<AnswerEvidence>().Single().Facts;
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
            Issuer = seen.Stages.OfType<SecureEvidence>().Single().Facts?.Issuer,
            Duration = seen.Duration,
        };
    }

    /// <summary>Whether the workload's runtime did, by its own rules.</summary>
    private bool TookAProxy =>
        attempt.Stages.OfType<ConfigureEvidence>().Single().Facts?.Proxy is { Url: not null, Bypassed: false };

    private bool HasBothFamilies => attempt.Stages.OfType<ResolveEvidence>().Single().Facts?.Addresses is { } addresses
        && addresses.Select(IPAddress.Parse).Select(address => address.AddressFamily).Distinct().Skip(1).Any();

    private bool HasOwnTrust =>
        surroundings.Environment("SSL_CERT_FILE") is not null || surroundings.Environment("SSL_CERT_DIR") is not null;

    private List<ProbeVariant> AfterSending()
    {
        List<ProbeVariant> variants = [ProbeVariant.WithoutSdk];
        if (attempt.Plan is { Scheme: not CredentialScheme.None })
        {
            variants.Add(ProbeVariant.Keyless);
        }

        if (attempt.Depth is ProbeDepth.Completion)
        {
            variants.Add(ProbeVariant.ListModels);
        }

        return variants;
    }
}
