using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Deploy.Tests;

/// <summary>
/// A results account on loopback whose table FleetConfig is empty. It answers over https, at first as often as asked that a role is
/// missing.
/// </summary>
internal sealed class FakeTables : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private int _refusals;

    private FakeTables(int refusals)
    {
        _refusals = refusals;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var https = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = LabTrust.Server.Leaf,
            ServerCertificateChain = [.. LabTrust.Server.SentAfterLeaf],
        };
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https)));
        builder.Services.AddLogging(logging => logging.ClearProviders());
        _app = builder.Build();
        _app.Run(AnswerAsync);
        TrustFile = TrustBundle.Write(_folder.FullName, LabTrust.Trusted.Root).File;
    }

    /// <summary>What each request was, and who made it.</summary>
    public ConcurrentQueue<(string Method, string Path, string Authorization)> Requests { get; } = [];

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/";

    /// <summary>The value of SSL_CERT_FILE for a process that must trust this account.</summary>
    public string TrustFile { get; }

    public static async Task<FakeTables> StartAsync(int refusals = 0)
    {
        var fake = new FakeTables(refusals);
        await fake._app.StartAsync(TestContext.Current.CancellationToken);
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        Requests.Enqueue((request.Method, request.Path, request.Headers.Authorization.ToString()));
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            return RefuseAsync(context, 403, "AuthorizationPermissionMismatch");
        }

        if (request.Method == "GET")
        {
            return RefuseAsync(context, 404, "ResourceNotFound");
        }

        context.Response.StatusCode = 204;
        context.Response.Headers.ETag = "W/\"datetime'2026-11-21T03%3A14%3A15.9260000Z'\"";
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        return context.Response.WriteAsJsonAsync(
            new Dictionary<string, object> { ["odata.error"] = new { code, message = new { lang = "en-US", value = code } } },
            options: null,
            "application/json;odata=minimalmetadata");
    }
}
