using System.Diagnostics;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Probing.Failures;

namespace ProbeFleet.Probing;

/// <summary>
/// The result of a probe that itself failed (<c>probe.failed</c>): what was thrown, and where. It holds nothing that the probe saw and no
/// exception message: either may have caused the failure, or hold a secret that was not removed.
/// </summary>
public static class FailedProbe
{
    private const int MostLinks = 8;
    private const string Product = "ProbeFleet.";

    /// <summary>Makes the result.</summary>
    /// <param name="part">The part of the probe that threw, as in "while it {part}".</param>
    public static ProbeResult From(
        Route route, Vantage vantage, ProbeDepth depth, DateTimeOffset startedAt, TimeSpan duration, string part, Exception error)
    {
        var entry = CauseCatalog.Find(Cause.ProbeFailed);
        var result = new ProbeResult
        {
            Id = Guid.CreateVersion7(startedAt),
            StartedAt = startedAt,
            Duration = duration,
            Vantage = vantage,
            Route = RouteProber.Describe(
                route, route.BaseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)),
            Depth = depth,
            Stages = [],
            Exception = [.. FailureClassifier.Chain(error).Take(MostLinks).Select(link => new ExceptionLink
            {
                Type = link.GetType().FullName!,
                Message = $"thrown in {PlaceOf(link)}",
            })],
            Outcome = ProbeOutcome.Failed,
            Break = null,
            Diagnosis = new()
            {
                Cause = Cause.ProbeFailed,
                Owner = entry.Owner,
                Confidence = 1,
                Summary = $"The probe itself failed while it {part}: {error.GetType().FullName} in {PlaceOf(error)}. "
                    + "It says nothing about the route.",
                DoNext = entry.DoNext,
                DoNot = entry.DoNot,
            },
            Fingerprint = new("", ""),
        };
        return result with { Fingerprint = FingerprintFactory.Create(result) };
    }

    /// <summary>The innermost method of the product; an asynchronous one by its name in the source.</summary>
    private static string PlaceOf(Exception error)
    {
        var methods = new StackTrace(error).GetFrames().Select(DiagnosticMethodInfo.Create).OfType<DiagnosticMethodInfo>().ToList();
        var method = methods.Find(candidate => candidate.DeclaringTypeName?.StartsWith(Product, StringComparison.Ordinal) is true)
            ?? methods.FirstOrDefault();
        if (method is not { DeclaringTypeName: { } type })
        {
            return "an unknown place";
        }

        var compiled = $"{type}.{method.Name}";
        var made = compiled.IndexOf('<', StringComparison.Ordinal);
        return made < 0 ? compiled : $"{type.Split('+')[0]}.{compiled[(made + 1)..].Split('>')[0].TrimStart('<')}";
    }
}
