using ProbeFleet.Core.Model;
using static ProbeFleet.Benchmarks.Localization.Replay.ReplayFleet;

namespace ProbeFleet.Benchmarks.Localization.Replay;

/// <summary>Incidents between the workload and the API.</summary>
internal static class PathCases
{
    public static IReadOnlyList<ReplayCase> All { get; } =
    [
        new()
        {
            Name = "2023-01-25-azure-wan",
            Source = "Azure history VSG1-B90: a router command made the WAN recompute its routes; loss in waves between regions and to "
                + "the internet, not within a region.",
            Vantages = [Vantages[0], Vantages[1], Vantages[2]],
            Routes = [OpenAIRoute("openai", "a"), AzureRoute("aoai-swe", "swedencentral"), AzureRoute("aoai-eus", "eastus2"),
                AzureRoute("aoai-jpe", "japaneast")],
            Hits =
            [
                new("swe-a swe-b", "openai aoai-eus aoai-jpe", Waves, TcpTimeout, TcpTimeout, HeaderTimeout),
                new("eus-a", "openai aoai-swe aoai-jpe", Waves, TcpTimeout, TcpTimeout, HeaderTimeout),
            ],
            Components =
            [
                "corridor:swedencentral→openai", "corridor:swedencentral→azure-openai/eastus2",
                "corridor:swedencentral→azure-openai/japaneast",
                "corridor:eastus2→openai", "corridor:eastus2→azure-openai/swedencentral", "corridor:eastus2→azure-openai/japaneast",
            ],
            Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "2025-01-08-azure-east-us-2-private-link",
            Source = "azure.status PLP3-1W8: a zone's network configuration; private links timed out for a part of the instances, and "
                + "rows went missing.",
            Vantages = [.. Vantages, Vantage("eus-b", "eastus2", "vnet-eus", "dotnet-10")],
            Routes = [OpenAIRoute("openai", "a"), AzureRoute(
                "aoai-eus", "eastus2", isPrivate: true), AzureRoute("aoai-swe", "swedencentral")],
            Hits = [new("eus-a", "aoai-eus", At(.9), TcpTimeout), new("eus-b", "aoai-eus", At(.5), TcpTimeout)],
            Components = ["private-endpoint:vnet-eus→contoso-eastus2.openai.azure.com"], Owner = Owner.ConnectionPath, Missing = .25,
        },
        new()
        {
            Name = "2025-07-14-cloudflare-resolver",
            Source = "ThousandEyes, Catchpoint: the prefixes of 1.1.1.1 were withdrawn; only who resolves there saw it.",
            Vantages = [Vantages[0] with { Resolver = "1.1.1.1" }, Vantages[1], Vantages[2], Vantages[3],
                Vantages[4] with { Resolver = "1.1.1.1" }],
            Routes = Routes,
            Hits = [new("swe-a lab-a", "*", At(.97), new Look(Cause.DnsTimeout, Stage.Resolve))],
            Components = ["dns:1.1.1.1"], Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "2025-09-06-red-sea-cables",
            Source = "Several: cut cables made Asia and the Middle East to Europe slow for weeks. Nothing failed: the latency detector "
                + "marks the slow probes.",
            Vantages = [Vantage("uae-a", "uaenorth", "vnet-uae", "dotnet-10"), Vantage(
                "ind-a", "centralindia", "vnet-ind", "dotnet-10"), Vantages[0], Vantages[2]],
            Routes = [AzureRoute("aoai-swe", "swedencentral"), AzureRoute("aoai-weu", "westeurope"), AzureRoute("aoai-eus", "eastus2"),
                AzureRoute("aoai-ind", "centralindia")],
            Hits =
            [
                new("uae-a ind-a", "aoai-swe aoai-weu", At(.9), new Look(Cause.Ok, Stage.Connect, Slow: true)),
            ],
            Components =
            [
                "corridor:uaenorth→azure-openai/swedencentral", "corridor:uaenorth→azure-openai/westeurope",
                "corridor:centralindia→azure-openai/swedencentral", "corridor:centralindia→azure-openai/westeurope",
            ],
            Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "2021-09-30-lets-encrypt-root",
            Source = "Scott Helme, Catchpoint: the cross-sign with DST Root X3 expired; old TLS libraries refused chains that new "
                + "ones accept.",
            Vantages = [.. Vantages.Select(vantage => vantage.Image is "alpine" ? vantage with { Image = "ubuntu-16.04" } : vantage)],
            Routes = [.. Routes, Gateway("relay", "relay.example", "openai-b")],
            Hits = [new("uks-a lab-a", "gateway relay", Always, new Look(Cause.TlsExpired, Stage.Secure), new Look(
                Cause.TlsUntrustedRoot, Stage.Secure))],
            Components = ["trust-store:ubuntu-16.04"], Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "2020-05-30-addtrust-root",
            Source = "Spreedly: servers still sent an expired cross-sign, and only old TLS libraries followed it: the server's chain and "
                + "the client's library together.",
            Vantages = [.. Vantages.Select(vantage => vantage.Image is "alpine" ? vantage with { Image = "openssl-1.0" } : vantage)],
            Routes = Routes,
            Hits = [new("uks-a lab-a", "gateway", Always, new Look(Cause.TlsExpired, Stage.Secure))],
            Components = ["trust-store:openssl-1.0", "front:llm.contoso.com"], Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "2022-10-25-zscaler-cloud",
            Source = "b-son.net (summary): maintenance broke one cloud of proxies: loss, resets, disconnects for all behind it.",
            Vantages = [.. Vantages, Vantage("uks-b", "uksouth", "vnet-uks-b", "dotnet-10") with { Proxy = "proxy.uks:3128" }],
            Routes = Routes,
            Hits = [new("uks-a uks-b", "*", At(.6), new Look(Cause.TcpReset, Stage.Connect), new Look(
                Cause.ProxyNoAnswer, Stage.Tunnel), new Look(Cause.ProxyUnreachable, Stage.Connect))],
            Components = ["proxy:proxy.uks:3128"], Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "2026-04-azure-private-subnets",
            Source = "Azure's networking blog: virtual networks made since API version 2025-07-01 have no implicit way out: only a new "
                + "vantage is cut off, its private endpoints work.",
            Vantages = [.. Vantages, Vantage("new-a", "eastus2", "vnet-new", "dotnet-10")],
            Routes = [OpenAIRoute("openai", "a"), AzureRoute("aoai-swe", "swedencentral"), AzureRoute(
                "aoai-eus", "eastus2", isPrivate: true), Gateway("gateway", "llm.contoso.com", "openai")],
            Hits = [new("new-a", "openai aoai-swe gateway", Always, TcpTimeout)],
            Components = ["egress:new-a"], Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "lab-private-dns-zone-link-removed",
            Source = "yeongseon/azure-functions-practical-guide: without the zone's link the name resolves publicly and the service "
                + "refuses. Here the link belongs to the private endpoint.",
            Vantages = [.. Vantages, Vantage("swe-c", "swedencentral", "vnet-swe", "dotnet-10")],
            Routes = [OpenAIRoute("openai", "a"), AzureRoute("aoai-swe", "swedencentral", isPrivate: true),
                AzureRoute("aoai-eus", "eastus2"), Gateway("gateway", "llm.contoso.com", "openai")],
            Hits = [new("swe-a swe-c", "aoai-swe", Always, new Look(
                Cause.NetworkRulesPrivateEndpointRequired, Stage.Answer, 403, Responder.AzureOpenAI))],
            Components = ["private-endpoint:vnet-swe→contoso-swedencentral.openai.azure.com", "dns:vnet-swe"], Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "snat-port-exhaustion",
            Source = "App Service documentation: 128 ports per instance and destination; one busy instance times out towards one "
                + "destination.",
            Vantages = [.. Vantages, Vantage("swe-c", "swedencentral", "vnet-swe", "dotnet-10")],
            Routes = Routes,
            Hits = [new("swe-c", "openai openai-b", Rising(.3, .9), TcpTimeout)],
            Components = ["egress:swe-c→openai"], Owner = Owner.ConnectionPath,
        },
        new()
        {
            Name = "proxy-authentication-407",
            Source = "azure-functions-core-tools 4267, azure-cli 8047: the proxy began to ask for authentication that the host "
                + "does not give.",
            Vantages = [.. Vantages, Vantage("uks-b", "uksouth", "vnet-uks-b", "dotnet-10") with { Proxy = "proxy.uks:3128" }],
            Routes = Routes,
            Hits = [new("uks-a uks-b", "*", Always, new Look(Cause.ProxyAuthRequired, Stage.Tunnel))],
            Components = ["proxy:proxy.uks:3128"], Owner = Owner.ConnectionPath,
        },
    ];
}
