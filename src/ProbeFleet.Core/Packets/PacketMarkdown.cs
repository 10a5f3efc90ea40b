using System.Globalization;
using System.Text;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Json;

namespace ProbeFleet.Core.Packets;

/// <summary>Renders a packet for the engineer who receives it. Nothing from outside becomes markup.</summary>
public static class PacketMarkdown
{
    /// <summary>The packet as CommonMark, lines ending in LF.</summary>
    /// <param name="packet">The packet.</param>
    public static string Render(Packet packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var text = new StringBuilder();
        Head(text, packet);
        Incident(text, packet.Incident);
        Section(text, "Do next", packet.DoNext.Select(Markdown.Prose));
        Section(text, "Do not", packet.DoNot.Select(Markdown.Prose));
        Section(text, "Already proved to work from the same path", packet.Proved.Select(Fact));
        Section(text, packet.Slow is null ? "Fails from the same path" : "Slow on the same path", packet.Failing.Select(Fact));
        Changed(text, packet);
        Section(text, "Elsewhere", packet.Comparison.Select(Row));
        Section(text, "Stages", packet.Stages.Select(stage => Rung(stage, packet.Slow)));
        Section(text, "Exceptions, outermost first", packet.Exceptions.Select(link =>
            $"{Markdown.Code(link.Type)}{(link.Code is { } code ? $" ({Markdown.Code(code)})" : "")}: {Markdown.Prose(link.Message)}"));
        Verification(text, packet);
        return text.ToString();
    }

    private static void Head(StringBuilder text, Packet packet)
    {
        var (route, vantage, diagnosis) = (packet.Route, packet.Vantage, packet.Diagnosis);
        Line(text, $"# {(packet.Slow is { } slow ? $"Slow {Markdown.Code(JsonWord.Of(slow.Stage))}" : Markdown.Code(JsonWord.Of(diagnosis.Cause)))} on route {Markdown.Code($"{route.Name}")} from {Markdown.Code($"{vantage.Name}")}");
        Line(text, "");
        Line(text, Markdown.Prose(packet.Slow is null ? diagnosis.Summary : $"The route answers, but it has become slow: {SlowWords.Of(packet.Slow)}."));
        Section(text, "Facts",
        [
            $"**For:** {Markdown.Prose(packet.Recipient.Who)}. {Markdown.Prose(packet.Recipient.Why)}",
            $"**Owner:** {Owner(packet)}",
            $"**When:** {Instant(packet.ObservedAt)} (UTC), probe {Markdown.Code($"{packet.ProbeId}")}",
            $"**Route:** {Markdown.Code(JsonWord.Of(route.Kind))} {Markdown.Code(route.BaseUrl)}, model {Markdown.Code(route.Model)}{(route.ApiVersion is { } version ? $", API version {Markdown.Code(version)}" : "")}",
            $"**SDK and runtime:** {Markdown.Code(vantage.Runtime.Sdk)}, .NET {Markdown.Code(vantage.Runtime.Dotnet)}, {Markdown.Code(vantage.Runtime.Os)}, {Markdown.Code(vantage.Runtime.Host)}",
            $"**Place:** region {Optional(vantage.Region)}, network {Optional(vantage.Network)}",
            $"**Answer:** {Answer(packet.Answer)}",
            packet.Slow is null ? $"**Break:** {(packet.Break is { } stage ? Markdown.Code(JsonWord.Of(stage)) : "none")}" : $"**Slow:** {Markdown.Code(JsonWord.Of(packet.Slow.Stage))}; nothing failed",
        ]);
    }

    // A slow probe has passed, so its own diagnosis accuses nobody: who has to act is told by many, in the incident.
    private static string Owner(Packet packet) => packet switch
    {
        { Slow: not null, Incident: null } => "not named by one slow probe",
        { Slow: not null, Incident: { } incident } => Owner(incident.Owner, incident.Confidence),
        _ => Owner(packet.Diagnosis.Owner, packet.Diagnosis.Confidence),
    };

    private static string Owner(Owner owner, double confidence) =>
        $"{Markdown.Code(JsonWord.Of(owner))}, confidence {confidence.ToString("0.00", CultureInfo.InvariantCulture)}";

    private static void Incident(StringBuilder text, PacketIncident? incident)
    {
        if (incident is not null)
        {
            Section(text, "The incident",
            [
                $"**Incident:** {Markdown.Code($"{incident.Id}")}, {JsonWord.Of(incident.State)}{(incident.IsFlapping ? ", flapping" : "")}, opened {Instant(incident.OpenedAt)}{(incident.ClosedAt is { } closed ? $", closed {Instant(closed)}" : "")}",
                $"**Verdict:** {Markdown.Prose(incident.Summary)}",
                .. incident.Suspects.Select(suspect => string.Create(CultureInfo.InvariantCulture,
                    $"**Suspect:** {Markdown.Code(suspect.Component)}, probability {suspect.Probability:0.00}, {suspect.For} probes for it, {suspect.Against} against")),
                .. incident.CannotTellApart.Select(group => $"**Cannot be told apart:** {string.Join(", ", group.Select(Markdown.Code))}"),
                .. incident.StatusPages.Select(page => $"**Status page:** {Markdown.Prose(page)}"),
            ]);
        }
    }

    private static string Answer(PacketAnswer answer)
    {
        var had = $"status {Had(answer.HadStatus)}, body {Had(answer.HadBody)}, request id {Had(answer.HadRequestId)}";
        if (answer.Status is not { } status)
        {
            return had;
        }

        var error = string.Join(", ", new[] { answer.ErrorCode, answer.ErrorType }.OfType<string>().Select(Markdown.Code));
        var ids = string.Concat(answer.RequestIds.Select(id => $", {Markdown.Code(id.Header)} {Markdown.Code(id.Value)}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{had}. HTTP {status} by {Markdown.Code(answer.Responder is { } responder ? JsonWord.Of(responder) : "unknown")}{(error is "" ? "" : $", {error}")}{ids}{(answer.ErrorMessage is { } message ? $". {Markdown.Prose(message)}" : "")}");
    }

    private static void Changed(StringBuilder text, Packet packet)
    {
        if (packet.Changed is { } changed)
        {
            var facts = changed.NotComparable ?? changed.Changed;
            Line(text, "");
            Line(text, $"## {(changed.NotComparable is null ? $"Changed since it last {(packet.Slow is null ? "worked" : "took its usual time")}" : "Not comparable with the last healthy probe")} ({Instant(changed.At)})");
            Line(text, "");
            Items(text, facts is [] ? ["Nothing that the probe sees."] : facts.Select(fact => $"{Markdown.Code(fact.Fact)}: was {Optional(fact.Was)}, is {Optional(fact.Now)}"));
        }
    }

    private static void Verification(StringBuilder text, Packet packet)
    {
        var proof = packet.Verification;
        Section(text, "What proves the fix", proof.Requests.Select(request =>
            $"Route {Markdown.Code($"{request.Route}")} from {Markdown.Code($"{request.Vantage}")} to depth {Markdown.Code(JsonWord.Of(request.Depth))} passes {(packet.Slow is null ? "" : "in its usual time ")}with route fingerprint {Markdown.Code(request.RouteFingerprint)}"));
        Line(text, "");
        Line(text, $"Run {Markdown.Code(proof.Command)}. A green status page or another route does not prove it.");
    }

    private static string Fact(ProvedFact fact) => $"{Markdown.Prose(fact.Statement)}: {Markdown.Prose(fact.Evidence)}";

    private static string Row(PacketComparison row) =>
        $"{Markdown.Code($"{row.Route}")} from {Markdown.Code($"{row.Vantage}")}: {JsonWord.Of(row.Outcome)}, {Markdown.Code(JsonWord.Of(row.Cause))} at {Instant(row.At)}{(row.Note is { } note ? $". {Markdown.Prose(note)}" : "")}";

    private static string Rung(PacketStage stage, SlowStage? slow) => string.Create(CultureInfo.InvariantCulture,
        $"{Markdown.Code(JsonWord.Of(stage.Stage))} {JsonWord.Of(stage.Outcome)}{(stage.Duration is { } took ? $" in {took.TotalMilliseconds:0.0} ms" : "")}{(slow?.Stage == stage.Stage ? $", usually {slow.Usual.TotalMilliseconds:0.0} ms" : "")}{(stage.Note is { } note ? $": {Markdown.Prose(note)}" : "")}");

    private static void Section(StringBuilder text, string title, IEnumerable<string> items)
    {
        var lines = items.ToArray();
        if (lines is not [])
        {
            Line(text, "");
            Line(text, $"## {title}");
            Line(text, "");
            Items(text, lines);
        }
    }

    private static void Items(StringBuilder text, IEnumerable<string> items)
    {
        foreach (var item in items)
        {
            Line(text, $"- {item}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Had(bool had) => had ? "yes" : "no";

    private static string Optional(string? text) => text is null ? "not known" : Markdown.Code(text);

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString(InstantConverter.Format, CultureInfo.InvariantCulture);
}
