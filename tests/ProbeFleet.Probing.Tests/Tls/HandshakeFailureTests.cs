using ProbeFleet.Probing.Failures;

namespace ProbeFleet.Probing.Tests.Tls;

/// <summary>Who ended a handshake.</summary>
public sealed class HandshakeFailureTests
{
    [Fact]
    public void Handshake_EndOfStream_IsThePeers() =>
        Assert.Equal(FailureKind.Closed, Classify(
            new IOException("Received an unexpected EOF or 0 bytes from the transport stream.")).Kind);

    [Fact]
    public void Handshake_FileThatThisProcessCannotRead_IsNotThePeers()
    {
        const int NoSuchFile = 2;

        var failure = Classify(new IOException("No such file or directory", NoSuchFile));

        Assert.Equal(FailureKind.Unclassified, failure.Kind);
        Assert.Contains("No such file or directory", failure.Detail, StringComparison.Ordinal);
    }

    private static StageFailure Classify(IOException inner) =>
        FailureClassifier.Classify(
            new HttpRequestException("The SSL connection could not be established, see inner exception.", inner), Stage.Secure, new());
}
