using ProbeFleet.Core.Model;

namespace ProbeFleet.Probing.Proxies;

/// <summary>Which proxy applies to one request, and why. Holds the proxy's user information: never shown, only its facts are.</summary>
/// <param name="Proxy">The proxy, perhaps with user information; null when the request goes direct.</param>
/// <param name="Source">A variable's name, <c>configuration</c>, <c>system settings</c> or <c>none</c>.</param>
/// <param name="Bypassed">Whether a proxy is set but not used for this host.</param>
/// <param name="Note">What other clients do differently with the same environment.</param>
internal sealed record ProxyDecision(Uri? Proxy, string Source, bool Bypassed = false, string? Note = null)
{
    /// <summary>What may be shown.</summary>
    public ProxyFacts Facts => new()
    {
        Url = Proxy is null ? null : ProxyUrl.Show(Proxy),
        Source = Source,
        Bypassed = Bypassed,
        Note = Note,
    };

    /// <summary>The facts only: a record's own text would show the user information.</summary>
    public override string ToString() => Facts.ToString();
}
