namespace ProbeFleet.Probing.Proxies;

/// <summary>The proxy for one request, and why. It holds the proxy's user information, which is never shown: only its facts are.</summary>
/// <param name="Proxy">The proxy, possibly with user information; null when the request goes direct.</param>
/// <param name="Source">A variable's name, <c>configuration</c>, <c>system settings</c> or <c>none</c>.</param>
/// <param name="Bypassed">Whether a proxy is set but not used for this host.</param>
/// <param name="Note">What other clients do differently with the same environment.</param>
internal sealed record ProxyDecision(Uri? Proxy, string Source, bool Bypassed = false, string? Note = null)
{
    /// <summary>The facts that may be shown.</summary>
    public ProxyFacts Facts => new()
    {
        Url = Proxy is null ? null : ProxyUrl.Show(Proxy),
        Source = Source,
        Bypassed = Bypassed,
        Note = Note,
    };

    /// <summary>Returns the facts only: the record's own text would show the user information.</summary>
    public override string ToString() => Facts.ToString();
}
