namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Causes that only streamed answers have.</summary>
internal static class StreamCauses
{
    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.StreamStalled] = new CauseEntry(Owner.ApiServer, Symptom.HeaderTimeout,
            "A stream of events began, or was promised by the headers, and then nothing more came in time; the connection stayed open.",
            "Hand the request id and the time to whoever runs the server: it answered and then stopped.",
            "Run the probe several times, and from another network: a stall at every place is the server's.")
            .Not("Do not touch keys, DNS or TLS: the server had begun to answer.")
            .Or(Owner.RouteProvider, "the route goes through a gateway"),
        [Cause.StreamCut] = new CauseEntry(Owner.ConnectionPath, Symptom.HttpCut,
            "A stream of events ended before the event that ends an answer. Clients that do not look for it take the half answer for a "
                + "whole one.",
            "Run the probe several times: the same gap before each cut is an idle limit of just that long (nginx proxy_read_timeout, "
                + "HAProxy timeout server and timeout tunnel, a proxy's or load balancer's idle timeout).",
            "Raise that limit above the longest pause of the model, or have the server send comments (\": ping\") meanwhile.")
            .Not(
                "Do not touch keys, DNS or TLS: the answer had begun.",
                "Do not shorten the prompt as the fix: a longer pause of the model brings it back.")
            .Or(Owner.ApiServer, "the route is direct, and TLS or the end of the body proves that the server ended it")
            .Or(Owner.RouteProvider,
                "the route goes through a gateway, and TLS or the end of the body proves that the gateway ended it"),
        [Cause.StreamBuffered] = new CauseEntry(Owner.None, Symptom.Unclassified,
            "The route works, and something on it holds the stream back: all events came at once, after the whole answer was made. Users "
                + "wait for the first word as long as for the last, and an idle limit sees a silent connection.",
            "Switch the collecting off at the hop that is named: nginx proxy_buffering off, or the header X-Accel-Buffering: no on the "
                + "answer; no compression of text/event-stream; API Management forward-request with buffer-response=\"false\".",
            "Probe the route behind each hop and compare the time to its first event.")
            .Not("Do not count it as an outage: the answer is whole."),
        [Cause.StreamNotStreamed] = new CauseEntry(Owner.RouteProvider, Symptom.NotApi,
            "A whole answer came in one piece where a stream was asked for. Clients that stream find no event in it.",
            "Have the server or gateway honour \"stream\": true for this model, or take a model that streams.",
            "Until then let the workload ask without a stream.")
            .Not("Do not look at the network, the key or the model: a whole answer came.")
            .Or(Owner.ApiServer, "the route goes to the server itself"),
    };
}
