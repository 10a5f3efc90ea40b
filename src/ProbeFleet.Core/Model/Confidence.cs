namespace ProbeFleet.Core.Model;

/// <summary>
/// The steps of confidence. They are judgements of how many other causes leave the same evidence, not measured frequencies;
/// <c>docs/evidence.md</c> says when each is used.
/// </summary>
internal static class Confidence
{
    /// <summary>The evidence states the cause itself: a certificate's status, an RCODE, a documented error code of a recognized responder.</summary>
    public const double Proven = 0.98;

    /// <summary>One fact names the cause and nothing contradicts it.</summary>
    public const double Strong = 0.9;

    /// <summary>The usual cause of this evidence; one other is known that looks alike.</summary>
    public const double Likely = 0.75;

    /// <summary>The evidence narrows it down to a few causes.</summary>
    public const double Weak = 0.6;

    /// <summary>The best of several guesses.</summary>
    public const double Guess = 0.5;
}
