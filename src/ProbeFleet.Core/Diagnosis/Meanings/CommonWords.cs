using static ProbeFleet.Core.Diagnosis.Meanings.Meaning;
using static ProbeFleet.Core.Diagnosis.Meanings.MeaningRow;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// What many providers and gateways say in nearly the same words, so that one more of them is read too. They count where no row of a
/// product does; among them the first counts, or at 402, 413 and 429 the first whose meaning usually comes with the status.
/// </summary>
internal static class CommonWords
{
    public static MeaningGroup[] All { get; } =
    [
        new("Common words about a gateway's own keys", "https://github.com/Alishahryar1/free-claude-code/issues/91",
            Means(GatewayUnready, "api key ~ is not set"),
            Means(GatewayUnready, "api key|key|token|credentials ~ not set in|not configured|not been configured"),
            Means(GatewayUnready, "no|missing|without ~ api key|key|token|credentials ~ for provider|for the provider",
                "https://github.com/theopenco/llmgateway/pull/187"),
            Means(GatewayUnready, "configure ~ api key", "https://github.com/elizaOS/eliza/issues/13960")),
        new("Common words about time", "https://ai.google.dev/gemini-api/docs/troubleshooting",
            Means(ServerFailed, "deadline|time budget|time limit")),
        new("Common words about money", "https://www.rfc-editor.org/rfc/rfc9110#name-402-payment-required",
            Means(SpendUsedUp, "insufficient|not enough ~ balance|credit|credits|funds",
                "https://github.com/MiniMax-AI/MiniMax-M2/issues/62"),
            Means(SpendUsedUp, "balance|credit|credits ~ insufficient|not enough|too low|exhausted|depleted|used up|ran out|run out",
                "https://github.com/FoundationAgents/OpenManus/issues/438"),
            Means(SpendUsedUp, "past invoices|unpaid|overdue|past due|in arrears|no credit|no credits|no balance|no funds|no quota"
                + "|\u6b20\u8d39|\u4f59\u989d\u4e0d\u8db3|\u5145\u503c",
                "https://github.com/pollinations/pollinations/issues/12135"),
            Means(SpendUsedUp, "spending limit|spend limit|spending cap|monthly limit|monthly quota|billing limit|inference limit",
                "https://github.com/volcengine/MineContext/issues/328"),
            Means(SpendUsedUp, "exceeded ~ current quota", "https://github.com/MoonshotAI/Kimi-K2/issues/5"),
            Means(GatewayLimit, "budget ~ exceeded|exhausted|reached", "https://docs.litellm.ai/docs/proxy/error_reference"),
            Means(GatewayLimit, "exceeded budget|exceeded their budget|exceeded your budget|exceeded its budget|over budget"
                + "|over their budget",
                "https://docs.litellm.ai/docs/proxy/error_reference")),
        new("Common words about rates and capacity", "https://www.rfc-editor.org/rfc/rfc6585#section-4",
            Means(UpstreamsOnHold, "all ~ credentials|channels|providers|accounts|upstreams|backends|instances ~ cooling down|on cooldown"
                + "|exhausted|unavailable|busy",
                "https://github.com/router-for-me/CLIProxyAPI/issues/4724"),
            Means(Overloaded, "overloaded|over capacity|at capacity|no capacity|maximum capacity|full capacity|insufficient capacity"
                + "|high demand|heavy load|server is busy|engine is busy|is currently busy|is too busy|under maintenance"
                + "|\u8bbf\u95ee\u91cf\u8fc7\u5927|\u7e41\u5fd9|\u8fc7\u8f7d|\u62e5\u6324"
                + "|is temporarily unavailable|is currently unavailable|temporarily not available",
                "https://www.rfc-editor.org/rfc/rfc9110#name-503-service-unavailable"),
            Means(Rate, "rate limit|rate limited|rate limits|too many requests|too many tokens|requests too frequent"
                + "|requests are too frequent|throttled"
                + "|throttling|requests per minute|tokens per minute|concurrent requests|concurrency limit"
                + "|\u9650\u6d41|\u8bf7\u6c42\u8fc7\u4e8e\u9891\u7e41",
                "https://github.com/nminaya/grammar-nazi-bot/issues/957"),
            Means(SpendUsedUp, "credit card|payment method|add credits|purchase credits|buy credits|add funds|top up|please recharge"
                + "|upgrade to a paid",
                "https://github.com/arlanrakh/talk-to-girlfriend-ai/issues/6")),
        new("Common words about accounts and keys", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1",
            Means(AccountState, "verify your account|verify your email|verify your organization|verify your identity|verified account"
                + "|email verification|account verification|identity verification",
                "https://github.com/router-for-me/CLIProxyAPI/issues/1447"),
            Means(AccountState, "account|organization|workspace|tenant|user ~ suspended|disabled|deactivated|restricted|banned|locked"
                + "|frozen|not active|inactive|terminated|must be verified|not verified|not allowed to access this"),
            Means(AccountState, "accept|agree to ~ terms|license|user agreement"),
            Means(AccountState, "access ~ terminated", "https://github.com/ayaka14732/ChatGPTAPIFree/issues/38"),
            Means(AccountState, "not enabled for ~ organization|account|project|workspace",
                "https://docs.wandb.ai/inference/api-reference/errors"),
            Means(KeysOff, "api keys|api key authentication|key authentication ~ not supported|not accepted|not allowed|not enabled"
                + "|disabled"),
            Means(KeyExpired, "expired key|expired api key|expired token|expired access token|expired authentication token|expired jwt"
                + "|expired credential|expired credentials", "https://github.com/BerriAI/litellm/issues/9219"),
            Means(KeyExpired, "key|token|jwt|credential|credentials ~ expired|\u5df2\u8fc7\u671f",
                "https://github.com/gsd-build/gsd-2/issues/4553"),
            Means(ScopeMissing, "permission ~ is required to", "https://github.com/microsoft/ai-agents-for-beginners/issues/213"),
            Means(ScopeMissing, "missing|insufficient|required|does not meet|does not have|lacks ~ scope|scopes",
                "https://github.com/anthropics/claude-code/issues/13334"),
            Means(KeyMissing, "not authenticated|api key required|no api key|no access token|no auth token|no bearer token|no authorization"
                + "|no auth header|no credentials",
                "https://github.com/owndev/Open-WebUI-Functions/issues/12"),
            Means(KeyMissing, "missing|without|empty ~ api key|access token|auth token|bearer token|authorization|auth header",
                "https://github.com/supabase/supabase/issues/38314"),
            Means(KeyMissing, "api key|access token|auth token|bearer token|authorization|authorization field|jwt|credentials"
                + " ~ missing|is required"
                + "|not provided|not present|must be passed|must be provided|\u7f3a\u5931|\u4e0d\u80fd\u4e3a\u7a7a",
                "https://github.com/enricoros/big-AGI/issues/608"),
            Means(KeyRefused, "invalid|incorrect|wrong|bad|revoked|unknown ~ api key|access key|access token|auth token|bearer token"
                + "|credentials|credential|jwt|authentication information|client id",
                "https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api"),
            Means(KeyRefused, "api key|virtual key|access token|auth token|bearer token|credentials|jwt|secret id"
                + " ~ invalid|incorrect|not valid|wrong"
                + "|revoked|disabled|not found|expected|rejected|verification fails|\u65e0\u6548|\u9519\u8bef",
                "https://github.com/cline/cline/issues/1766"),
            Means(KeyRefused, "invalid token|token is invalid|authentication failed|authentication failure|auth failure"
                + "|failed to authenticate"
                + "|login fail|\u4ee4\u724c\u65e0\u6548|\u8ba4\u8bc1\u5931\u8d25"
                + "|\u9274\u6743\u5931\u8d25",
                "https://github.com/BerriAI/litellm/issues/9219"),
            Means(AddressRefused, "ip|ip address|ip addresses ~ not allowed|not permitted|not authorized|not whitelisted|blocked|denied",
                "https://docs.snowflake.com/en/user-guide/network-policies"),
            Means(AddressRefused, "host local|non local host|localhost only|only from localhost|loopback only",
                "https://github.com/ddalcu/mlx-serve/issues/108")),
        new("Common words about models", "https://developers.openai.com/api/docs/guides/error-codes",
            Means(ModelForbidden, "model ~ not available|unavailable|not supported ~ region",
                "https://github.com/NickAkincilar/Snowflake_AI_DEMO/issues/2"),
            Means(ModelForbidden, "model ~ not available|unavailable|not supported ~ api key|your key|your account|your plan"
                + "|your subscription|your tier|your organization|your project",
                "https://github.com/open-ace/open-ace/issues/2003"),
            Means(ModelForbidden, "no endpoints|no providers ~ model ~ plan|policies|policy|subscription",
                "https://github.com/microsoft/github-copilot-appmod/issues/8"),
            Means(ModelForbidden, "no access|not have access|not allowed|not permitted|not authorized|not entitled ~ model|models",
                "https://github.com/actions/ai-inference/issues/95"),
            Means(ModelForbidden, "model ~ access denied|not authorized|not allowed|not permitted|not enabled|not activated|requires a key"
                + "|requires a paid|requires a subscription|is restricted|not open|\u65e0\u6743|\u672a\u5f00\u901a"),
            Means(ModelForbidden, "gated ~ model|repo", "https://featherless.ai/docs/api-reference-error-codes"),
            Means(ModelForbidden, "key to access this model", "https://github.com/open-webui/open-webui/issues/16817"),
            Means(ModelRetired, "model ~ deprecated|decommissioned|retired|discontinued|end of life|sunset"
                + "|no longer available|no longer supported|no longer offered|no longer served|no longer exists|no longer accessible"
                + "|\u5df2\u4e0b\u7ebf"),
            Means(ModelOperation, "model ~ not supported|does not support|doesnt support ~ chat|completion|completions|endpoint|task",
                "https://github.com/barun-saha/slide-deck-ai/issues/113"),
            Means(ServerFailed, "could not|cannot|failed to|unable to|error|failure ~ load model|load the model|loading weights"
                + "|loading checkpoint",
                "https://github.com/mudler/LocalAI/issues/2692"),
            Means(Overloaded, "function|endpoint|model|deployment ~ degraded",
                "https://github.com/tashfeenahmed/freellmapi/issues/522"),
            Means(ModelLoading, "endpoint|deployment|model|function ~ is not running|is paused|is stopped|scaled to zero|inactive",
                "https://github.com/HeyPuter/puter/issues/3168"),
            Means(ModelLoading, "model ~ is loading|still loading|currently loading|being loaded|warming up|starting up|is cold|not ready",
                "https://featherless.ai/docs/api-reference-error-codes"),
            Means(ParameterRefused, "parameter|parameters|field|argument|property ~ not supported|unsupported|not permitted|unknown"
                + "|invalid|not valid",
                "https://github.com/Gitlawb/openclaude/issues/331"),
            Means(ParameterRefused, "does not support|unsupported|unknown|unexpected|unrecognized ~ parameter|parameters|field|argument",
                "https://github.com/leonardovida/duckdb-ai/issues/85"),
            Means(ModelUnknown, "model|engine|deployment ~ not found|does not exist|doesnt exist|not exist|unavailable|not available"
                + "|not supported|unsupported|unrecognized|not recognized|not deployed|\u4e0d\u5b58\u5728",
                "https://github.com/ErlichLiu/DeepClaude/issues/111"),
            Means(ModelUnknown, "only ~ allowed ~ your model", "https://github.com/chatchat-space/Langchain-Chatchat/issues/2272"),
            Means(ModelUnknown, "unable to|cannot|could not ~ infer|determine|identify ~ model|provider",
                "https://github.com/langchain-ai/open-agent-platform/issues/267"),
            Means(ModelUnknown, "unknown model|invalid model|unsupported model|unrecognized model|unavailable model|no such model",
                "https://github.com/github/gh-models/issues/65")),
        new("Common words about requests", "https://www.rfc-editor.org/rfc/rfc9110#name-client-error-4xx",
            Means(TooLarge, "prompt|input|request|payload|body|context|messages ~ too long|too large"
                + "|size limit|tokens limit exceeded|no longer than"),
            Means(SchemeWrong, "https required|requires https|must use https|please use https|use https instead",
                "https://www.keycloak.org/docs/latest/server_admin/index.html"),
            Means(ClientCertificate, "no required|missing|required ~ tls certificate|ssl certificate|client certificate",
                "https://developer.konghq.com/plugins/mtls-auth/"),
            Means(GatewayHeader, "header|headers ~ is required|missing", "https://github.com/coaidev/coai/issues/93"),
            Means(HostWrong, "no app for hostname|invalid host header|application not found|no such app|site not found"
                + "|deployment could not be found",
                "https://github.com/goauthentik/authentik/issues/3229"),
            Means(HostWrong, "host|hostname ~ not allowed|not configured", "https://vite.dev/config/server-options"),
            Means(PathUnknown, "cannot post|cannot get|no static resource ~ /", "https://expressjs.com/en/starter/faq.html"),
            Means(PathUnknown, "only ~ allowed ~ your path", "https://github.com/openinterpreter/openinterpreter/issues/760"),
            Means(PathUnknown, "route|path|url|page|endpoint ~ not found|does not exist",
                "https://cloud.google.com/run/docs/troubleshooting")),
        new("Common words about limits and failures", "https://www.rfc-editor.org/rfc/rfc9110#name-server-error-5xx",
            Means(Rate, "request|requests|tokens|daily|hourly ~ limit ~ reached|exceeded",
                "https://github.com/songquanpeng/one-api/issues/1503"),
            Means(UpstreamFailed, "all|every|\u6240\u6709 ~ model|models|provider|providers|channel|channels|account|accounts"
                + "|upstreams|api keys|\u5bc6\u94a5|\u6e20\u9053 ~ failed|\u5931\u8d25",
                "https://github.com/mnfst/llm-gateway/issues/1126"),
            Means(UpstreamsOnHold, "no available|no healthy|all available|all healthy|all unavailable|all exhausted ~ channel"
                + "|channels|provider|providers|account"
                + "|accounts|backend|backends|upstream|upstreams|instance|instances|worker|workers|server|servers"),
            Means(UpstreamsOnHold, "unable to find|could not find|cannot find ~ instance|instances|upstream|backend",
                "https://docs.spring.io/spring-cloud-gateway/reference/"),
            Means(UpstreamsOnHold, "endpoint|backend|back end|upstream|channel ~ suspended",
                "https://apim.docs.wso2.com/en/latest/troubleshooting/error-handling/"),
            Means(UpstreamsOnHold, "\u65e0\u53ef\u7528", "https://github.com/xLmiler/grok2api_python/issues/32"),
            Means(UpstreamFailed, "cloudflare tunnel error|endpoint request timed out|name resolution failed"
                + "|connection timed out|socket hang up|unable to reach|could not reach|could not connect|unable to connect"
                + "|failed to connect|error connecting to",
                "https://github.com/jet-admin/jet-django/issues/4"),
            Means(UpstreamFailed, "upstream|backend|origin ~ error|failed|timeout|timed out|unreachable|unavailable|refused|returned"),
            Means(ServerFailed, "internal error|internal failure|unexpected error",
                "https://github.com/google-gemini/gemini-cli/issues/3665"),
            Means(PermissionMissing, "permission|permissions|access ~ denied|missing|required|insufficient"),
            Means(PermissionMissing, "not available|unavailable|not included|not supported|not allowed|only available"
                + "|only included|requires ~ plan|subscription|tier"),
            Means(PermissionMissing, "plan|subscription|tier ~ not include|not cover|not support|not allow"),
            Means(PermissionMissing, "no permission|no permissions|lacks permission|without permission"),
            Means(PermissionMissing, "failed to find|not a ~ member",
                "https://github.com/watson-developer-cloud/assistant-toolkit/issues/209"),
            Means(PermissionMissing, "not authorized to|not allowed to|authorization failed|access denied|cannot consume this service"
                + "|has been disallowed",
                "https://developer.konghq.com/plugins/acl/")),
    ];
}
