using System.CommandLine;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FaultLab.Host;

/// <summary><c>api</c>: the lab API until it is stopped; <c>POST /lab/behaviour?answer=NAME</c> switches faults on.</summary>
internal static class ApiCommand
{
    public static Command Create()
    {
        var httpsPort = new Option<int>("--port") { Description = "The HTTPS port; 0 takes a free one." };
        var httpPort = new Option<int>("--http-port") { Description = "The HTTP port; 0 takes a free one." };
        var command = new Command("api", "Answers as OpenAI (/v1), Azure OpenAI (/openai) and gateways (/litellm/v1, /kong/v1, …) do.")
            { httpsPort, httpPort };
        command.SetAction((parsed, stop) => RunAsync(
            new() { HttpsPort = parsed.GetValue(httpsPort), HttpPort = parsed.GetValue(httpPort) }, stop));
        return command;
    }

    private static async Task RunAsync(LabApiSettings settings, CancellationToken stop)
    {
        await using var api = await LabApi.StartAsync(settings, stop);
        await Announcement.WriteAndWaitAsync(
        [
            ("LAB_HTTPS", api.Https.ToString()), ("LAB_HTTP", api.Http.ToString()),
            ("LAB_OPENAI_KEY", LabCredentials.OpenAIKey), ("LAB_AZURE_KEY", LabCredentials.AzureKey),
            ("LAB_GATEWAY_KEY", LabCredentials.GatewayKey),
        ], stop);
    }
}
