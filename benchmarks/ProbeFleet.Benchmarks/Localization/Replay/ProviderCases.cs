using ProbeFleet.Core.Model;
using static ProbeFleet.Benchmarks.Localization.Replay.ReplayFleet;

namespace ProbeFleet.Benchmarks.Localization.Replay;

/// <summary>Incidents of API operators, route providers and accounts.</summary>
internal static class ProviderCases
{
    public static IReadOnlyList<ReplayCase> All { get; } =
    [
        new()
        {
            Name = "2024-12-11-openai-control-plane",
            Source = "status.openai.com/incidents/ctrsv3lwd797: a telemetry roll-out overloaded the clusters' control planes; failures "
                + "rose over about 20 minutes.",
            Vantages = Vantages, Routes = Routes,
            Hits =
            [
                new("*", "openai openai-b", Rising(0, 1), ServerError, ServerError, HeaderTimeout),
                new("*", "gateway", Rising(0, 1), UpstreamFailed, HeaderTimeout),
            ],
            Components = ["upstream:openai"], Owner = Owner.ApiServer,
        },
        new()
        {
            Name = "2025-06-10-openai-gpu-nodes",
            Source = "status.openai.com write-up 01JXCAW3K3: an update of the hosts' system cut GPU nodes off; API errors peaked "
                + "near 25 %.",
            Vantages = Vantages, Routes = Routes, Rounds = 15,
            Hits =
            [
                new("*", "openai openai-b", Rising(.05, .25), ServerError, HeaderTimeout),
                new("*", "gateway", Rising(.05, .25), UpstreamFailed),
            ],
            Components = ["upstream:openai"], Owner = Owner.ApiServer,
        },
        new()
        {
            Name = "2023-10-19-openai-auth-cache",
            Source = "status.openai.com fk0tcbydtybr: shards of an authentication cache failed, keyed by user: some customers lost most "
                + "requests, others few.",
            Vantages = Vantages, Routes = Routes,
            Hits =
            [
                new("*", "openai", At(.65), ServerError, ServerError with { Status = 502 }),
                new("*", "openai-b", At(.08), ServerError),
                new("*", "gateway", At(.3), UpstreamFailed),
            ],
            Components = ["upstream:openai"], Owner = Owner.ApiServer,
        },
        new()
        {
            Name = "2025-07-01-openai-billing-ledger",
            Source = "status.openai.com 01JZ63SYB0: duplicate deductions emptied prepaid accounts: 429 quota exceeded for those only. The "
                + "account's quota is where it shows; its keeper is the provider's billing.",
            Vantages = Vantages, Routes = Routes,
            Hits = [new("*", "openai", Always, new Look(Cause.QuotaBilling, Stage.Answer, 429, Responder.OpenAI))],
            Components = ["quota:account-a"], Owner = Owner.Quota,
        },
        new()
        {
            Name = "2025-08-28-openrouter-database",
            Source = "Press (secondary): a database failure took the gateway down for about 50 minutes; the same models answered directly.",
            Vantages = Vantages, Routes = [.. Routes, Gateway("openrouter", "openrouter.ai", "openai")],
            Hits = [new("*", "openrouter", Always, GatewayError, GatewayError, HeaderTimeout)],
            Components = ["front:openrouter.ai"], Owner = Owner.RouteProvider,
        },
        new()
        {
            Name = "2024-07-13-azure-openai-many-regions",
            Source = "azure.status.microsoft 4L44-3F0: a clean-up job deleted backends in 14 of 28 regions. One cause, many backends.",
            Vantages = Vantages,
            Routes =
            [
                AzureRoute("aoai-eus", "eastus2"), AzureRoute("aoai-swe", "swedencentral"), AzureRoute("aoai-uks", "uksouth"),
                AzureRoute("aoai-frc", "francecentral"),
                AzureRoute("aoai-jpe", "japaneast"), AzureRoute("aoai-wus", "westus3"), OpenAIRoute("openai", "a"),
            ],
            Hits = [new("*", "aoai-eus aoai-swe aoai-uks aoai-frc", Always, AzureError)],
            Components = ["upstream:azure-openai/eastus2", "upstream:azure-openai/swedencentral", "upstream:azure-openai/uksouth",
                "upstream:azure-openai/francecentral"],
            Owner = Owner.ApiServer,
        },
        new()
        {
            Name = "2026-01-27-azure-openai-sweden-central",
            Source = "Azure history (copies): a resource manager ran out of memory and took the region's models with it.",
            Vantages = Vantages, Routes = [.. Routes, AzureRoute("aoai-swe-mini", "swedencentral", "mini")],
            Hits = [new("*", "aoai-swe aoai-swe-mini", At(.95), AzureError, AzureError, HeaderTimeout)],
            Components = ["upstream:azure-openai/swedencentral"], Owner = Owner.ApiServer,
        },
        new()
        {
            Name = "2025-05-16-azure-openai-restarts",
            Source = "status.insightsoftware.com (customer copy): larger requests restarted containers; 500 now and then.",
            Vantages = Vantages, Routes = Routes,
            Hits = [new("*", "aoai-eus", At(.4), AzureError)],
            Components = ["upstream:azure-openai/eastus2"], Owner = Owner.ApiServer,
        },
        new()
        {
            Name = "2025-11-18-cloudflare-edge",
            Source = "Cloudflare's blog: an oversized file crashed the edge's proxies; good and bad files alternated at first.",
            Vantages = Vantages,
            Routes =
            [
                OpenAIRoute("openai", "a"), AzureRoute("aoai-swe", "swedencentral"), AzureRoute("aoai-eus", "eastus2"),
                Gateway("relay-a", "relay-a.example", "openai", "cloudflare"), Gateway(
                    "relay-b", "relay-b.example", "aoai-swe", "cloudflare"),
            ],
            Hits = [new("*", "relay-a relay-b", Waves, new Look(Cause.HttpNotApi, Stage.Answer, 500, Responder.Proxy), new Look(
                Cause.GatewayUnavailable, Stage.Answer, 503, Responder.Proxy))],
            Components = ["front:cloudflare"], Owner = Owner.RouteProvider,
        },
        new()
        {
            Name = "2025-06-12-google-cloud",
            Source = "Google Cloud's incident report: a null pointer in service control answered 503 to API calls.",
            Vantages = Vantages,
            Routes =
            [
                .. Routes,
                OpenAIRoute("gemini", "g") with
                {
                    BaseUrl = new("https://generativelanguage.googleapis.com/v1beta/openai"),
                    Declared = new() { QuotaScope = "account-g", Provider = "google" },
                },
                Gateway("gateway-gemini", "llm.contoso.com", "gemini"),
            ],
            Hits =
            [
                new("*", "gemini", At(.9), new Look(Cause.ServerOverloaded, Stage.Answer, 503, Responder.OpenAI)),
                new("*", "gateway-gemini", At(.9), UpstreamFailed),
            ],
            Components = ["upstream:google"], Owner = Owner.ApiServer,
        },
        new()
        {
            Name = "2024-07-12-azure-managed-identity",
            Source = "Azure history: token requests of managed identities failed for a part of them, before any request was made.",
            Vantages = Vantages,
            Routes =
            [
                WithIdentity("aoai-swe", "swedencentral"),
                WithIdentity("aoai-eus", "eastus2"),
                AzureRoute("aoai-swe-key", "swedencentral", "mini"), OpenAIRoute("openai", "a"),
            ],
            Hits = [new("swe-a swe-b", "aoai-swe aoai-eus", At(.8), new Look(Cause.CredentialTimeout, Stage.Credential), new Look(
                Cause.CredentialRefused, Stage.Credential))],
            Components = ["token-service:swedencentral"], Owner = Owner.Authentication,
        },
    ];
}
