using System.Diagnostics.CodeAnalysis;
using System.Text;
using ProbeFleet.Core.Diagnosis.Baselines;

namespace ProbeFleet.Core.Packets;

/// <summary>Renders a packet as Markdown for the engineer who receives it. Nothing from outside becomes markup.</summary>
public static class PacketMarkdown
{
    /// <summary>Renders the packet as CommonMark with LF line ends.</summary>
    public static string Render(Packet packet)
    {
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
        var trouble = packet.Slow is { } slow ? $"Slow {Code(slow.Stage)}" : Code(diagnosis.Cause);
        Line(text, $"# {trouble} on route {Markdown.Code($"{route.Name}")} from {Markdown.Code($"{vantage.Name}")}");
        Line(text, "");
        Line(text, Markdown.Prose(
            packet.Slow is null ? diagnosis.Summary : $"The route answers, but it has become slow: {SlowWords.Describe(packet.Slow)}."));
        Section(text, "Facts",
        [
            $"**For:** {Markdown.Prose(packet.Recipient.Who)}. {Markdown.Prose(packet.Recipient.Why)}",
            $"**Owner:** {Owner(packet)}",
            $"**When:** {InstantConverter.TextOf(packet.ObservedAt)} (UTC), probe {Markdown.Code($"{packet.ProbeId}")}",
            $"**Route:** {Route(route)}",
            $"**SDK and runtime:** {Runtime(vantage.Runtime)}",
            .. WorkloadWords.Describe(packet.Workload).Select(line => $"**Workload's runtime:** {Markdown.Prose(line)}"),
            $"**Place:** region {Optional(vantage.Region)}, network {Optional(vantage.Network)}",
            $"**Answer:** {Answer(packet.Answer)}",
            packet switch
            {
                { Slow.Stage: var stage } => $"**Slow:** {Code(stage)}; nothing failed",
                { Break: { } stage } => $"**Break:** {Code(stage)}",
                _ => "**Break:** none",
            },
        ]);
    }

    private static string Route(ProbedRoute route)
    {
        var version = route.ApiVersion is { } known ? $", API version {Markdown.Code(known)}" : "";
        var request = route.Request is { } call ? $", request {Code(call)}" : "";
        var runtime = route.Runtime is { } workload ? $", called from {Code(workload)}" : "";
        return $"{Code(route.Kind)} {Markdown.Code(route.BaseUrl)}, model {Markdown.Code(route.Model)}{version}{request}{runtime}";
    }

    private static string Runtime(RuntimeFacts runtime) =>
        $"{Markdown.Code(runtime.Sdk)}, .NET {Markdown.Code(runtime.Dotnet)}, {Markdown.Code(runtime.Os)}, {Markdown.Code(runtime.Host)}";

    // A slow probe has passed, so its own diagnosis names no owner: only the incident, from many probes, does.
    // Where it names another owner than the failed probe, the packet is for that one.
    private static string Owner(Packet packet) => packet switch
    {
        { Slow: not null, Incident: null } => "not named by one slow probe",
        { Slow: not null, Incident: { } incident } => Owner(incident.Owner, incident.Confidence),
        { Incident: { Owner: not Core.Model.Owner.Unknown } incident } when incident.Owner != packet.Diagnosis.Owner =>
            $"{Owner(incident.Owner, incident.Confidence)}, of the incident; of this probe by itself "
                + Owner(packet.Diagnosis.Owner, packet.Diagnosis.Confidence),
        _ => Owner(packet.Diagnosis.Owner, packet.Diagnosis.Confidence),
    };

    private static string Owner(Owner owner, double confidence) => $"{Code(owner)}, confidence {confidence:0.00}";

    private static void Incident(StringBuilder text, PacketIncident? incident)
    {
        if (incident is not null)
        {
            Section(text, "The incident",
            [
                $"**Incident:** {Markdown.Code($"{incident.Id}")}, {State(incident)}",
                $"**Verdict:** {Markdown.Prose(incident.Summary)}",
                .. incident.Missing is { } missing ? [$"**Missing:** {Markdown.Prose(missing)}"] : Array.Empty<string>(),
                .. incident.Suspects.Select(suspect => $"**Suspect:** {Suspect(suspect)}"),
                .. incident.CannotTellApart.Select(group => $"**Cannot be told apart:** {string.Join(", ", group.Select(Markdown.Code))}"),
                .. incident.StatusPages.Select(page => $"**Status page:** {Markdown.Prose(page)}"),
            ]);
        }
    }

    private static string State(PacketIncident incident)
    {
        var flapping = incident.IsFlapping ? ", flapping" : "";
        var closed = incident.ClosedAt is { } at ? $", closed {InstantConverter.TextOf(at)}" : "";
        return $"{WireWord.Of(incident.State)}{flapping}, opened {InstantConverter.TextOf(incident.OpenedAt)}{closed}";
    }

    private static string Suspect(PacketSuspect suspect) =>
        $"{Markdown.Code(suspect.Component)}, probability {suspect.Probability:0.00}, {suspect.For} probes for it, "
            + $"{suspect.Against} against";

    private static string Answer(PacketAnswer answer)
    {
        var had = $"status {Had(answer.HadStatus)}, body {Had(answer.HadBody)}, request id {Had(answer.HadRequestId)}";
        if (answer.Status is not { } status)
        {
            return had;
        }

        var by = Markdown.Code(answer.Responder is { } responder ? WireWord.Of(responder) : "unknown");
        var errors = new[] { answer.ErrorCode, answer.ErrorType }.OfType<string>().Select(error => $", {Markdown.Code(error)}");
        var ids = answer.RequestIds.Select(id => $", {Markdown.Code(id.Header)} {Markdown.Code(id.Value)}");
        var message = answer.ErrorMessage is { } told ? $". {Markdown.Prose(told)}" : "";
        return $"{had}. HTTP {status} by {by}{string.Concat(errors)}{string.Concat(ids)}{message}";
    }

    private static void Changed(StringBuilder text, Packet packet)
    {
        if (packet.Changed is { } changed)
        {
            var title = changed.NotComparable is not null ? "Not comparable with an earlier healthy probe"
                : packet.Slow is null ? "Changed since an earlier healthy probe"
                : "Changed since an earlier probe in its usual time";
            var facts = (changed.NotComparable ?? changed.Changed).Select(Change).DefaultIfEmpty("Nothing that the probe sees.");
            Section(text, $"{title} ({InstantConverter.TextOf(changed.At)})", facts);
        }
    }

    private static string Change(ChangedFact fact) => $"{Markdown.Code(fact.Fact)}: was {Optional(fact.Was)}, is {Optional(fact.Now)}";

    private static void Verification(StringBuilder text, Packet packet)
    {
        var proof = packet.Verification;
        var passes = packet.Slow is null ? "passes" : "passes in its usual time";
        Section(text, "What proves the fix", proof.Requests.Select(request =>
            $"Route {Markdown.Code($"{request.Route}")} from {Markdown.Code($"{request.Vantage}")} to depth {Code(request.Depth)} "
            + $"{passes} with route fingerprint {Markdown.Code(request.RouteFingerprint)}"));
        Line(text, "");
        Line(text, $"Run {Markdown.Code(proof.Command)}. A green status page or another route does not prove it.");
    }

    private static string Fact(ProvedFact fact) => $"{Markdown.Prose(fact.Statement)}: {Markdown.Prose(fact.Evidence)}";

    private static string Row(PacketComparison row)
    {
        var path = $"{Markdown.Code($"{row.Route}")} from {Markdown.Code($"{row.Vantage}")}";
        var note = row.Note is { } told ? $". {Markdown.Prose(told)}" : "";
        return $"{path}: {WireWord.Of(row.Outcome)}, {Code(row.Cause)} at {InstantConverter.TextOf(row.At)}{note}";
    }

    private static string Rung(PacketStage stage, SlowStage? slow)
    {
        var took = stage.Duration is { } duration ? $" in {Milliseconds(duration)}" : "";
        var usually = slow?.Stage == stage.Stage ? $", usually {Milliseconds(slow.Usual)}" : "";
        var note = stage.Note is { } told ? $": {Markdown.Prose(told)}" : "";
        return $"{Code(stage.Stage)} {WireWord.Of(stage.Outcome)}{took}{usually}{note}";
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> items)
    {
        var lines = items.ToArray();
        if (lines is not [])
        {
            Line(text, "");
            Line(text, $"## {title}");
            Line(text, "");
            foreach (var line in lines)
            {
                Line(text, $"- {line}");
            }
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Code<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(T word)
        where T : struct, Enum => Markdown.Code(WireWord.Of(word));

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:0.0} ms";

    private static string Had(bool had) => had ? "yes" : "no";

    private static string Optional(string? text) => text is null ? "not known" : Markdown.Code(text);
}
