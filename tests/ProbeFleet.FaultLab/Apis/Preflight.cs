namespace ProbeFleet.FaultLab.Apis;

/// <summary>
/// What personas say to a browser's preflight: OpenAI allows every header; gateways, as many do, not the SDK's telemetry headers.
/// </summary>
internal static class Preflight
{
    public static LabAnswer AnswerTo(LabPersona persona, LabCall call) => new()
    {
        Name = "healthy/preflight",
        Persona = persona,
        Status = 204,
        ContentType = null,
        Headers =
        [
            new("Access-Control-Allow-Origin", "*"),
            new("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
            new("Access-Control-Allow-Headers", persona == LabPersona.OpenAI
                ? call.Headers.AccessControlRequestHeaders.ToString()
                : "authorization, content-type, api-key"),
        ],
        Cause = "ok",
        Owner = "none",
    };
}
