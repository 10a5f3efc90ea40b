using static ProbeFleet.Core.Diagnosis.Meanings.Meaning;
using static ProbeFleet.Core.Diagnosis.Meanings.MeaningRow;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>The words of OpenAI-compatible servers and of the frameworks they are built with.</summary>
internal static class ServerWords
{
    public static MeaningGroup[] All { get; } =
    [
        new("vLLM", "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html",
            Says(TooLarge, "is longer than the maximum model length"),
            Hints(ModelUnknown, "NotFoundError", "https://github.com/vllm-project/vllm/issues/3485")),
        new("Ollama", "https://docs.ollama.com/api/errors",
            Says(ModelUnknown, "try pulling it first"),
            Says(PathUnknown, "404 page not found", "https://github.com/xerrors/Yuxi/issues/111"),
            Says(ModelOperation, ["does not support chat", "does not support generate"]),
            Says(ServerFailed, "model requires more system memory", "https://github.com/continuedev/continue/issues/11478"),
            Says(ServerFailed, "unable to load model", "https://github.com/ollama/ollama/issues/14636"),
            Says(ServerFailed, "error loading model", "https://github.com/ollama/ollama/issues/18486"),
            Says(ServerFailed, "llama-server process has terminated", "https://github.com/ollama/ollama/issues/16645"),
            Says(ServerFailed, "waiting for llama runner to start", "https://github.com/ollama/ollama/issues/10517"),
            Says(ServerFailed, "llama runner process has terminated", "https://github.com/ollama/ollama/issues/1636"),
            Says(Overloaded, "server busy, please try again", "https://docs.ollama.com/faq")),
        new("LM Studio", "https://lmstudio.ai/docs/developer/openai-compat",
            Says(PathUnknown, "Unexpected endpoint or method", "https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/618"),
            Says(ModelUnknown, "No models loaded"),
            Says(ServerFailed, "Failed to load model"),
            Says(TooLarge, "Context size has been exceeded", "https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/2339")),
        new("llama.cpp", "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
            Says(ModelLoading, "Loading model", "https://github.com/mostlygeek/llama-swap/issues/146"),
            Is(TooLarge, "exceed_context_size_error"),
            Hints(Overloaded, "unavailable_error"),
            Hints(PathUnknown, "File Not Found")),
        new("Text Generation Inference", "https://huggingface.co/docs/text-generation-inference/reference/launcher",
            Says(ModelLoading, "is currently loading", "https://huggingface.co/docs/inference-providers/index")),
        new("FastAPI and pydantic", "https://fastapi.tiangolo.com/tutorial/handling-errors/",
            Says(ParameterRefused, "Extra inputs are not permitted", "https://github.com/editor-code-assistant/eca/issues/231"),
            Says(ParameterRefused, "Field required"),
            Hints(PathUnknown, ["Not Found", "Method Not Allowed"])),
        new("Bearer tokens (RFC 6750)", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1",
            Is(KeyRefused, "invalid_token"),
            Is(ScopeMissing, "insufficient_scope"),
            Heads(KeyExpired, "www-authenticate: token expired"),
            Heads(ScopeMissing, "www-authenticate: error=\"insufficient_scope\""),
            Heads(KeyRefused, "www-authenticate: error=\"invalid_token\"")),
        new("What many servers say", "https://www.rfc-editor.org/rfc/rfc9110#name-status-codes",
            Says(KeyExpired, ["key has expired", "token has expired"]),
            Says(KeyRefused, ["invalid api key", "Invalid Authentication", "api key is invalid"]),
            Says(RegionRefused, ["not available in your region", "not available in your country"]),
            Says(RegionRefused, "from unsupported countries", "https://github.com/aws-samples/generative-bi-using-rag/issues/361"),
            Says(AddressRefused, ["IP address is not", "not in the IP whitelist"]),
            Says(SpendUsedUp, ["insufficient credits", "insufficient funds", "insufficient quota", "out of credits"]),
            Says(ModelForbidden, "not allowed to access model"),
            Says(ModelForbidden, "is not in the allowed models list", "https://github.com/theopenco/llmgateway/pull/909"),
            Says(ModelRetired, "has been retired"),
            Says(ModelUnknown, ["unknown model", "model_not_exist", "invalid model name", "is not a valid model"]),
            Hints(KeyRefused, "*Unauthorized")),
    ];
}
