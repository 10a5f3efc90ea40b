namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for requests that the server ended with an HTTP/2 frame: GOAWAY for the connection, RST_STREAM for one request.</summary>
internal static class Http2Rules
{
    public static Finding Find(DiagnosisContext context)
    {
        var end = context.Evidence.Facts<RespondFacts>()?.Http2End;
        var error = end?.Error ?? "unknown";
        var when = context.Evidence.Response is { Status: var status } ? $"after it had begun to answer ({status})" : "before it answered";
        var finding = context.Failure is FailureKind.GoAway
            ? Finding.Strong(Cause.HttpGoAway, $"{context.Host} closed the HTTP/2 connection by GOAWAY ({error}) {when}.")
            : Finding.Strong(Cause.HttpStreamReset, $"{context.Host} ended the request by RST_STREAM ({error}) {when}.");
        finding = finding with { Owner = context.IsGatewayRoute ? Owner.RouteProvider : null };
        finding = end?.TookUp switch
        {
            true => finding.Note("It says that it had taken the request up, so that no client may simply send it again."),
            false => finding.Note("It says that it did not take the request up: a client may send it again, and this one did so in vain."),
            null => finding,
        };
        return error switch
        {
            "HTTP_1_1_REQUIRED" => finding.OwnedBy(Owner.Configuration)
                .Do("Set the route's \"http\" to \"1.1\", and the workload's client too: the server asks for it."),
            "ENHANCE_YOUR_CALM" => finding.Do(
                "Send fewer requests and pings on one connection: ENHANCE_YOUR_CALM is the server's defence against too many."),
            "REFUSED_STREAM" => finding.Do("Open fewer requests at once on one connection, and send this one again: it was not worked on."),
            "INADEQUATE_SECURITY" => finding.Do(
                "Compare the agreed TLS version and cipher suite with what HTTP/2 asks for: the server refuses them."),
            _ => finding,
        };
    }
}
