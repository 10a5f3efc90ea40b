using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using ProbeFleet.Functions.Dashboard;

namespace ProbeFleet.Functions.Tests.Dashboard;

public sealed class DashboardFilesTests
{
    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData("identity")]
    public async Task Asset_AskedForAgain_IsMadeAndCompressedOnce(string encoding)
    {
        var first = await BodyOf("site.css", encoding);
        var module = await BodyOf("api.js", encoding);

        Assert.Same(first, await BodyOf("site.css", encoding));
        Assert.Same(module, await BodyOf("api.js", encoding));
        Assert.NotSame(first, module);
    }

    private static async Task<byte[]> BodyOf(string name, string encoding)
    {
        using var body = new WrittenArray();
        var context = new DefaultHttpContext { Response = { Body = body } };
        context.Request.Headers.AcceptEncoding = encoding;

        await DashboardFiles.Asset(name)!.ExecuteAsync(context);

        Assert.Equal(encoding is "identity" ? "" : encoding, context.Response.Headers.ContentEncoding.ToString());
        return body.Array!;
    }

    /// <summary>Tells which array was written, and not only what it holds.</summary>
    private sealed class WrittenArray : MemoryStream
    {
        public byte[]? Array { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Array = MemoryMarshal.TryGetArray(buffer, out var segment) ? segment.Array : null;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
