namespace ProbeFleet.Core.Model;

/// <summary>
/// The levels of confidence. They judge how many other causes leave the same evidence and are not measured frequencies;
/// <c>docs/evidence.md</c> says when each is used.
/// </summary>
internal static class Confidence
{
    /// <summary>The evidence states the cause: a certificate's status, an RCODE, a known responder's documented error code.</summary>
    public const double Proven = 0.98;

    /// <summary>One fact names the cause and nothing contradicts it.</summary>
    public const double Strong = 0.9;

    /// <summary>The usual cause of this evidence, though one other cause is known to look the same.</summary>
    public const double Likely = 0.75;

    /// <summary>The evidence narrows it down to a few causes.</summary>
    public const double Weak = 0.6;

    /// <summary>The best of several guesses.</summary>
    public const double Guess = 0.5;
}
