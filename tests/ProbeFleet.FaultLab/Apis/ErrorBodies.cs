using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>The three shapes of error bodies.</summary>
internal static class ErrorBodies
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ErrorBody(string message, string? type, string? parameter = null, string? code = null) =>
        Json(new() { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = parameter, ["code"] = code } });

    public static string AzureErrorBody(string code, string message) =>
        Json(new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    public static string StatusMessageBody(int status, string message) =>
        Json(new() { ["statusCode"] = status, ["message"] = message });

    public static string Json(JsonObject body) => body.ToJsonString(AsWritten);
}
