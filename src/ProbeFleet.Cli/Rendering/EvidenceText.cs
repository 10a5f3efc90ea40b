using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders the evidence: who answered, the findings of the drill-down, and the effects of the environment.</summary>
internal static class EvidenceText
{
    public static void Add(TextPage page, ProbeResult result)
    {
        if (result.Outcome is ProbeOutcome.Failed && result.Response is { } response)
        {
            page.Section("THE ANSWER", Answer(response));
        }

        page.Section("IDLE CONNECTIONS", (result.Reuse?.Waits ?? []).Select(Idle), "  - ");
        page.Section("THE WORKLOAD'S RUNTIME", WorkloadWords.Describe(result.Workload), "  - ");
        var title = result.Outcome is ProbeOutcome.Passed ? "A LOOK AT THE ADDRESSES" : "A LOOK AFTER THE BREAK";
        page.Section(title, Looks(result.DrillDown, page.Glyphs), "  - ");
        page.Section("NOTE", Notes(result), "  - ");
        if (result.StatusPage is { } status)
        {
            page.Section("STATUS PAGE, as context and never as proof", Status(status));
        }

        page.Section("TO QUOTE", Quote(result));
    }

    private static string Idle(IdleWait wait) => $"{Shown.Duration(wait.Wait)} idle: " + wait.End switch
    {
        IdleEnd.Kept => $"still worked{(wait.Status is { } status ? $" ({status})" : "")}",
        IdleEnd.Told when wait.Sign is IdleSign.CloseHeader => "ended by the first answer (connection: close)",
        IdleEnd.Told => $"{(wait.Sign is IdleSign.Reset ? "reset" : "closed")} by the other end after "
            + $"{Shown.Duration(wait.EndedAfter ?? wait.Wait)}",
        IdleEnd.Dropped => $"dropped without a word; the second request {(wait.Sign is IdleSign.Reset ? "was reset" : "got no answer")} "
            + $"in {Shown.Duration(wait.SecondRequest ?? TimeSpan.Zero)}",
    };

    private static IEnumerable<string> Answer(ResponseEvidence response)
    {
        var words = new[] { response.ErrorCode, response.ErrorType }.OfType<string>().Distinct();
        yield return $"{response.Status} by {WireWord.Of(response.Responder)}{string.Concat(words.Select(word => $", {word}"))}";
        if (response.ErrorMessage is { } message)
        {
            yield return $"\"{message}\"";
        }

        if (response.RetryAfter is { } wait)
        {
            yield return $"it asks to wait {Shown.Duration(wait)}";
        }
    }

    private static IEnumerable<string> Looks(DrillDown? drillDown, Glyphs glyphs) => drillDown is null ? [] :
    [
        .. (drillDown.Dns ?? []).Select(lookup => Lookup(lookup, glyphs)),
        .. (drillDown.Addresses ?? []).Select(attempt =>
            $"tcp {attempt.Endpoint}: {(attempt.Failure is null ? "connected" : StageFact.Failure(attempt.Failure))} after "
                + $"{Shown.Duration(attempt.Duration)}"),
        .. drillDown.Tls is { } tls
            ? [$"tls presented: {tls.Subject ?? "no certificate"}, issuer {tls.Issuer ?? "unknown"}"]
            : Array.Empty<string>(),
        .. drillDown.Proxy is { } proxy ? [Conversation(proxy)] : Array.Empty<string>(),
        .. new[] { drillDown.WithoutSdk }.OfType<VariantOutcome>().Concat(drillDown.Variants ?? []).Select(Variant),
        .. (drillDown.LeftOut ?? []).Select(left => $"left out: {left}"),
    ];

    private static string Lookup(DnsLookup lookup, Glyphs glyphs)
    {
        var answer = lookup.Failure is not null ? StageFact.Failure(lookup.Failure)
            : lookup.Addresses is [] ? $"{lookup.Rcode}, no address"
            : $"{lookup.Rcode} {glyphs.Arrow} {Shown.List(lookup.Addresses, 3)}";
        var alias = lookup.Cnames is [] ? "" : $" by way of {Shown.List(lookup.Cnames, 3)}";
        return $"dns {lookup.Type} {lookup.Name} at {lookup.Server}: {answer}{alias}";
    }

    private static string Conversation(ProxyConversation proxy) =>
        $"proxy {proxy.Proxy}: {(proxy.Failure is not null ? StageFact.Failure(proxy.Failure) : $"{proxy.Status} {proxy.Reason}")}"
        + string.Concat(proxy.Headers.Select(header => $", {header.Key}: {header.Value}"));

    private static string Variant(VariantOutcome variant)
    {
        var end = variant.ReachedApi ? $"reached the API ({variant.Status} by {WireWord.Of(variant.Responder)})"
            : variant.Status is { } status ? $"{status} by {WireWord.Of(variant.Responder)}"
            : variant.Break is { } stage ? $"broke at {WireWord.Of(stage)}"
            : "no answer";
        var why = variant.Failure is null || variant.ReachedApi ? "" : $", {StageFact.Failure(variant.Failure)}";
        return $"{WireWord.Of(variant.Variant)}: {end}{why} after {Shown.Duration(variant.Duration)}";
    }

    private static IEnumerable<string> Notes(ProbeResult result)
    {
        if (result.Facts<ConfigureFacts>() is { } configure)
        {
            if (configure.Proxy.Note is { } proxy)
            {
                yield return proxy;
            }

            if (configure.Repeated is { } repeated)
            {
                yield return $"The request was sent again: {repeated}.";
            }

            foreach (var (name, value) in configure.Overrides ?? new Dictionary<string, string>())
            {
                yield return $"{name} is set to {value}: it redirects the workload's client.";
            }
        }

        if (result.DrillDown?.Resolver?.Note is { } resolver)
        {
            yield return resolver;
        }

        if (result.Facts<ConnectFacts>()?.Connections is { } connections and > 1)
        {
            yield return $"The HTTP handler opened {connections} connections for this one call.";
        }
    }

    private static IEnumerable<string> Status(StatusPageReading status)
    {
        yield return $"{status.Url} said \"{status.Indicator}\" at {Shown.Instant(status.CheckedAt)}. {status.Note}";
        if (status.Affected is { Count: > 0 } affected)
        {
            yield return string.Join("; ", affected);
        }
    }

    private static IEnumerable<string> Quote(ProbeResult result)
    {
        if (result.Response is { RequestId: { } request } response)
        {
            yield return $"request id {request} ({response.Status} by {WireWord.Of(response.Responder)})";
        }
        else if (result.Outcome is ProbeOutcome.Failed)
        {
            yield return result.Response is null ? "no request id: no response came" : "no request id: the response has none";
        }

        if (result.Outcome is ProbeOutcome.Failed || result.Slow is not null)
        {
            yield return $"probe {result.Id}";
        }
    }
}
