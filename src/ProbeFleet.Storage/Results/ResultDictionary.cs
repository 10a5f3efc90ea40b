namespace ProbeFleet.Storage.Results;

/// <summary>
/// The dictionaries of <see cref="Rows.PackedText"/>: text that healthy results and their outlines usually contain, most common last. A
/// stored row is read with the dictionary that packed it, so these never change; better ones are added as new versions.
/// </summary>
internal static class ResultDictionary
{
    public static ReadOnlySpan<byte> Result =>
        """x-litellm-attempted-fallbacks":"0","x-litellm-attempted-retries":"0","x-litellm-call-id":","x-litellm-model-api-bas"""u8
        + """e":"present","x-litellm-model-id":","x-litellm-overhead-duration-ms":","x-litellm-response-duration-ms":","x-litellm-v"""u8
        + """ersion":"1.,"x-kong-proxy-latency":","x-kong-request-id":","x-kong-upstream-latency":","x-portkey-trace-id":","x-envoy"""u8
        + """-upstream-service-time":","cf-aig-cache-status":"MISS","cf-aig-log-id":","via":"1.1 ,"server":"nginx","server":"uvicor"""u8
        + """n","server":"envoy","x-azure-ref":","responder":"gateway","responderProduct":"LiteLLM","responderMarks":"""u8
        + """["x-litellm-* headers","llm_provider-* headers"],"responder":"unknown","kind":"gateway","kind":"openai-compatible","so"""u8
        + """urce":"managed-identity","scheme":"bearer-token","source":"azure-credential","request":"responses-stream"/v1/responses"""u8
        + """/v1/embeddings,"request":"chat-stream"{"stage":"first-event","outcome":"passed","atMs":,"facts":{"bytes":,"comments":"""u8
        + """0}},,"contentType":"text/event-stream","finishReason":"stop","framing":"events","stream":{"events":,"contents":"""u8
        + ""","comments":0,"firstContentMs":0.,"longestGapMs":,"longestGapAfter":,"gapBeforeEndMs":0.,"eventsInLastRead":"""u8
        + ""","end":"last-event","hasTerminalEvent":true}}}],"response":{answered with a streamed completion:"""u8
        + """ the whole route works. answered: the path is open. The credential,"""u8
        + """ model and quota were not tried. answered and took the credential. The model and its quota were not tried.,"reques"""u8
        + """t":"GET https:///models,"shape":"model-list","bytes":"""u8
        + ""","depth":"authenticated","depth":"path","kind":"azure-openai","baseUrl":"https:"""u8
        + """//.openai.azure.com//openai/v1/chat/completions/openai/deployments/,"scheme":"api-key","apiVersion":"2024-10-21","resp"""u8
        + """onder":"azure-openai","responderProduct":"Azure OpenAI model backend","responderMarks":"""u8
        + """["apim-request-id with a backend\u0027s header (x-ms-region, x-request-id, azureml-model-session,"""u8
        + """ ms-azureml-*)"],"origin":"upstream","requestId":","headers":"""u8
        + """{"apim-request-id":","azureml-model-session":"present","content-type":"application/json","date":","x-ms-client-request"""u8
        + """-id":","x-ms-deployment-name":","x-ms-rai-invoked":"true","x-ms-region":"Sweden Central","x-ms-region":"East US 2","CN"""u8
        + """=DigiCert Global Root G2, OU=www.digicert.com, O=DigiCert Inc,"""u8
        + """ C=US","CN=Microsoft Azure RSA TLS Issuing CA 0O=Microsoft Corporation, C=US"O=Let\u0027s Encrypt,"""u8
        + """ C=US,"region":","network":","interpreter":,"proxy":{"url":"http://,"source":"environment","bypassed":false}}"""u8
        + ""","isProxy":true,"addresses":["10.{"stage":"tunnel","outcome":"passed","atMs":,"facts":{"proxy":"http://:"""u8
        + """3128/","status":200}},"h2","alpn":"http/1.1","protocol":"TLS 1.2","cipherSuite":"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA38"""u8
        + """4","TLS_AES_128_GCM_SHA256"Mon, Tue, Wed, Thu, Fri, Sat, Sun,"""u8
        + """ Jan 2027 Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec 2026{"id":"01a2","schema":1,"startedAt":"2026-1Z","durationMs":"""u8
        + """1.,"vantage":{"name":"prod-,"runtime":{"host":"function-app","os":"Debian GNU/Linux 12","dotnet":"10.0.12","sdk":"Open"""u8
        + """AI 2.15.0","app":"0.1.0"}},"route":{"name":"openai,"kind":"openai","baseUrl":"https:"""u8
        + """//api.openai.com/v1","model":"gpt-4.1-nano","apiVersion":null,"fronts":null}"""u8
        + ""","depth":"completion","outcome":"passed","break":null,"stages":[{"stage":"configure","outcome":"passed","atMs":"""u8
        + """0.0,"durationMs":0.2,"facts":{"request":"POST https://api.openai.com/v1/chat/completions","proxy":"""u8
        + """{"source":"configuration","bypassed":false}}},{"stage":"credential","outcome":"passed","atMs":0.3,"durationMs":"""u8
        + """0.1,"facts":{"source":"env:OPENAI_API_KEY","scheme":"bearer-key","identity":""}},"""u8
        + """{"stage":"resolve","outcome":"passed","atMs":1.,"durationMs":,"facts":{"host":"api.openai.com","isProxy":"""u8
        + """false,"addresses":[""],"resolvers":["168.63.129.16"]}},{"stage":"connect","outcome":"passed","atMs":,"durationMs":"""u8
        + ""","facts":{"attempts":[{"endpoint":"","durationMs":}],"remote":":443","local":"10."}},"""u8
        + """{"stage":"tunnel","outcome":"skipped","reason":"no proxy"},{"stage":"secure","outcome":"passed","atMs":,"durationMs":"""u8
        + ""","facts":{"protocol":"TLS 1.3","cipherSuite":"TLS_AES_256_GCM_SHA384","subject":"CN=api.openai.com","issuer":"CN=WE1,"""u8
        + """ O=Google Trust Services, C=US","names":["api.openai.com"],"notBefore":"2026-1T00:00:00.000Z","notAfter":"2027-0T23:"""u8
        + """59:59.000Z","thumbprint":"","chain":["CN=,"CN=WE1, O=Google Trust Services, C=US","CN=GTS Root R4,"""u8
        + """ O=Google Trust Services LLC, C=US"],"policyErrors":[],"chainStatus":[]}},{"stage":"send","outcome":"passed","atMs":"""u8
        + ""","durationMs":0.1,"facts":{"bytes":5}},{"stage":"respond","outcome":"passed","atMs":,"durationMs":,"facts":"""u8
        + """{"httpVersion":"1.1"}},{"stage":"answer","outcome":"passed","atMs":,"durationMs":0.,"facts":"""u8
        + """{"shape":"completion","bytes":,"contentType":"application/json","finishReason":"length"}}],"response":{"status":"""u8
        + """200,"responder":"openai","responderProduct":"OpenAI","responderMarks":"""u8
        + """["openai-version and openai-processing-ms headers"],"origin":"upstream","requestId":"req_,"headers":"""u8
        + """{"cf-cache-status":"DYNAMIC","cf-ray":"9-ARN","content-type":"application/json","date":"Sun,"""u8
        + """  Nov 2026  GMT","openai-organization":"present","openai-processing-ms":"","openai-project":"present","openai-versio"""u8
        + """n":"2020-10-01","server":"cloudflare","x-openai-proxy-wasm":"v0.1","x-ratelimit-limit-requests":"500","x-ratelimit-lim"""u8
        + """it-tokens":"200000","x-ratelimit-remaining-requests":"499","x-ratelimit-remaining-tokens":"19999","x-ratelimit-reset-r"""u8
        + """equests":"ms","x-ratelimit-reset-tokens":"ms","x-request-id":"req_"},"rateLimit":{"limitRequests":"""u8
        + ""","remainingRequests":,"limitTokens":,"remainingTokens":}},"diagnosis":{"cause":"ok","owner":"none","confidence":"""u8
        + """0.98,"summary":"api.openai.com answered with a completion: the whole route works.","doNext":[],"doNot":[]},"baseline":"""u8
        + """{"probeId":"01a2","at":"2026-1Z","changed":[]},"fingerprint":{"route":"sha256:","path":"sha256:"}}"""u8;

    public static ReadOnlySpan<byte> Outline =>
        ""","path":{"vantage":"prod-swedencentral","route":"openai","depth":"authenticated","variant":"full"}"""u8
        + ""","startedAt":"{"id":"01a2","path":{"vantage":"prod-","route":"openai","depth":"completion","variant":"full"}"""u8
        + ""","startedAt":"2026-1T0Z","outcome":"passed","cause":"ok","responder":"unknown","responder":"gateway","responder":"azur"""u8
        + """e-openai","responder":"openai","status":200,"requestId":"req_","routeFingerprint":"sha256:"}"""u8;
}
