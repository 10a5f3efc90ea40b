using System.Diagnostics;
using System.Text.Json;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.Cli.Tests.Network;

/// <summary>The built tool and Azure's own client against an instance metadata service on 169.254.169.254, inside a namespace.</summary>
public sealed class InstanceMetadataTests
{
    private const string Address = "169.254.169.254";

    // The identity that is asked for decides: 00000000-0000-0000-0000-000000000STATUS. 200 is a sign-in page, 0 is silence.
    private const string Service = """
        import http.server, sys, time, urllib.parse
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do_GET(self):
                client = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query).get("client_id", ["0"])[0]
                status = int(client[-3:])
                if status == 0:
                    time.sleep(60)
                body = b"<html><title>Sign in</title></html>" if status == 200 else b'{"error":"invalid_request","error_description":"Identity not found"}'
                self.send_response(status)
                self.send_header("Content-Type", "text/html" if status == 200 else "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *args):
                pass
        http.server.ThreadingHTTPServer(("169.254.169.254", 80), Handler).serve_forever()
        """;

    [Fact]
    public async Task EachAnswer_IsToldWithItsRemedy()
    {
        var missing = LabRequirements.MissingForNetwork() ?? LabRequirements.MissingFor("python3");
        Assert.SkipWhen(missing is not null, missing ?? "");
        await using var network = await LabNetwork.CreateIsolatedAsync(Stop);
        await MustAsync(network, "ip", "addr", "add", $"{Address}/32", "dev", "lo");
        var refused = await ProbeAsync(network, 400);
        using var service = Start(network);
        try
        {
            await WhenListeningAsync(network);

            Says(refused, Cause.CredentialUnreachable, Owner.ConnectionPath, Address);
            Says(await ProbeAsync(network, 400), Cause.CredentialRefused, Owner.Authentication, "Assign the user-assigned identity");
            Says(await ProbeAsync(network, 403), Cause.CredentialRefused, Owner.Authentication, "NO_PROXY");
            Says(await ProbeAsync(network, 404), Cause.CredentialRefused, Owner.Authentication, "is assigned to this app or VM");
            Says(await ProbeAsync(network, 410), Cause.CredentialRefused, Owner.Authentication, "Wait 70 seconds");
            Says(await ProbeAsync(network, 429), Cause.CredentialRefused, Owner.Authentication, "one credential object");
            Says(await ProbeAsync(network, 500), Cause.CredentialRefused, Owner.Authentication, "correlation id");
            Says(await ProbeAsync(network, 200), Cause.CredentialUnreachable, Owner.ConnectionPath, "without a token");
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static void Says(ProbeResult result, Cause cause, Owner owner, string words)
    {
        var text = string.Join('\n', [result.Diagnosis.Summary, .. result.Diagnosis.DoNext]);
        Assert.Equal((cause, owner), (result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    private static async Task<ProbeResult> ProbeAsync(LabNetwork network, int status)
    {
        var environment = LabTrust.Install().Environment.ToDictionary(entry => entry.Key, entry => (string?)entry.Value);
        environment["AZURE_CLIENT_ID"] = $"00000000-0000-0000-0000-000000000{status:000}";
        environment["IDENTITY_ENDPOINT"] = null;
        string[] arguments =
        [
            .. ChildProcess.Tool.Skip(1), "probe", "--kind", "azure-openai", "--base-url", "https://contoso.openai.azure.com",
            "--model", "chat",
            "--credential", "managed-identity", "--timeout", "40s", "--output", "json",
        ];
        var outcome = await network.RunAsync(ChildProcess.Tool[0], arguments, environment, Stop);
        return JsonSerializer.Deserialize(outcome.Output, ProbeFleetJson.Default.IReadOnlyListProbeResult)!.Single();
    }

    private static Process Start(LabNetwork network)
    {
        var command = network.CommandInside("python3", "-c", Service);
        return Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
    }

    private static async Task WhenListeningAsync(LabNetwork network)
    {
        const string Knock = "import socket,time\nfor _ in range(500):\n  try: "
            + "socket.create_connection(('169.254.169.254',80)).close(); break\n  except OSError: time.sleep(.02)";
        await MustAsync(network, "python3", "-c", Knock);
    }

    private static async Task MustAsync(LabNetwork network, string program, params string[] arguments)
    {
        var outcome = await network.RunAsync(program, arguments, new Dictionary<string, string?>(), Stop);
        Assert.Equal(0, outcome.ExitCode);
    }
}
