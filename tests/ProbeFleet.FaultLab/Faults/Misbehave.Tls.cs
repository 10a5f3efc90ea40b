using System.Net.Security;
using System.Security.Authentication;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Faults;

/// <content>In TLS.</content>
public static partial class Misbehave
{
    /// <summary>An HTTP server on a port where the client speaks TLS: answers the hello with a 400 in clear.</summary>
    public static Misbehaviour PlainHttpOnTlsPort { get; } = static async (connection, stopping) =>
    {
        await connection.ReadHelloAsync(stopping);
        await connection.WriteAsync(
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", stopping);
        await connection.CloseAsync(stopping);
    };

    /// <summary>The server agrees to TLS 1.0 and 1.1 only.</summary>
    /// <param name="certificate">Its certificate.</param>
#pragma warning disable SYSLIB0039, CA5397 // Obsolete versions are the fault.
    public static Misbehaviour OldTlsOnly(LabCertificate certificate) =>
        Healthy.OverTls(Options(certificate) with { Protocols = SslProtocols.Tls | SslProtocols.Tls11 });
#pragma warning restore SYSLIB0039, CA5397

    /// <summary>
    /// Answers the client's hello with a fatal alert: 40 handshake_failure, 49 access_denied, 70 protocol_version, 112 unrecognized_name.
    /// </summary>
    /// <param name="description">The alert's number (RFC 8446, section 6).</param>
    public static Misbehaviour TlsAlert(byte description) => async (connection, stopping) =>
    {
        const byte alertRecord = 21, fatal = 2;
        await connection.ReadHelloAsync(stopping);
        await connection.Stream.WriteAsync(new byte[] { alertRecord, 3, 3, 0, 2, fatal, description }, stopping);
        await connection.CloseAsync(stopping);
    };

    /// <summary>Does TLS with a certificate, then goes on.</summary>
    /// <param name="next">What happens inside TLS.</param>
    /// <param name="certificate">The certificate to show.</param>
    public static Misbehaviour OverTls(this Misbehaviour next, LabCertificate certificate) => next.OverTls(Options(certificate));

    /// <summary>Does TLS 1.2 or 1.3 only, then goes on.</summary>
    /// <param name="next">What happens inside TLS.</param>
    /// <param name="certificate">The certificate to show.</param>
    /// <param name="only">The only version that the server speaks.</param>
    public static Misbehaviour OverTls(this Misbehaviour next, LabCertificate certificate, SslProtocols only) =>
        next.OverTls(Options(certificate) with { Protocols = only });

    /// <summary>Does TLS with ALPN <c>h2</c>, then goes on.</summary>
    /// <param name="next">What happens inside TLS.</param>
    /// <param name="certificate">The certificate to show.</param>
    public static Misbehaviour OverTlsWithHttp2(this Misbehaviour next, LabCertificate certificate) =>
        next.OverTls(Options(certificate) with { Alpn = [SslApplicationProtocol.Http2] });

    private static Misbehaviour OverTls(this Misbehaviour next, TlsChoices choices) => async (connection, stopping) =>
    {
        await connection.SecureAsync(choices.ToServerOptions(), stopping);
        await next(connection, stopping);
    };

    private static TlsChoices Options(LabCertificate certificate) =>
        new(certificate, SslProtocols.Tls12 | SslProtocols.Tls13, [SslApplicationProtocol.Http11]);

    private sealed record TlsChoices(LabCertificate Certificate, SslProtocols Protocols, List<SslApplicationProtocol> Alpn)
    {
        public SslServerAuthenticationOptions ToServerOptions() => new()
        {
            ServerCertificateContext = Certificate.Context,
            EnabledSslProtocols = Protocols,
            ApplicationProtocols = Alpn,
        };
    }
}
