namespace ProbeFleet.FaultLab;

/// <summary>Bodies as the real APIs send them; ASCII.</summary>
public static class LabBodies
{
    /// <summary>A chat completion of a non-reasoning model that was asked for one token.</summary>
    public const string Completion =
        """{"id":"chatcmpl-LabAAAAAAAAAAAAAAAAAAAAAAAAAA","object":"chat.completion","created":1795000000,"model":"gpt-4.1-nano-2025-04-14","choices":"""
        + """[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"length"}],"usage":"""
        + """{"prompt_tokens":8,"completion_tokens":1,"total_tokens":9},"service_tier":"default","system_fingerprint":"fp_lab0000000"}""";

    /// <summary>A list of models.</summary>
    public const string ModelList =
        """{"object":"list","data":"""
        + """[{"id":"gpt-4.1-nano","object":"model","created":1744000000,"owned_by":"system"},"""
        + """{"id":"gpt-5.4-nano","object":"model","created":1770000000,"owned_by":"system"}]}""";
}
