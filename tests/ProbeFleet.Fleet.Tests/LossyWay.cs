using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ProbeFleet.Fleet.Tests;

/// <summary>The way to storage: some calls never arrive, some answers never come back, and some calls are refused.</summary>
internal sealed class LossyWay : HttpPipelinePolicy
{
    /// <summary>How many more calls are lost, and which.</summary>
    public (int Calls, string Which) Loses { get; set; }

    /// <summary>How many more calls arrive without their answer coming back, and which.</summary>
    public (int Calls, string Which) LosesAnswers { get; set; }

    /// <summary>Which calls are refused.</summary>
    public string? Refuses { get; set; }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = NameOf(message.Request);
        if (call == Refuses)
        {
            throw new RequestFailedException(400, "refused by the test");
        }

        if (Loses is ( > 0, var lost) && call == lost)
        {
            Loses = (Loses.Calls - 1, lost);
            throw new IOException("lost by the test");
        }

        await ProcessNextAsync(message, pipeline);
        if (LosesAnswers is ( > 0, var unanswered) && call == unanswered)
        {
            LosesAnswers = (LosesAnswers.Calls - 1, unanswered);
            throw new IOException("the answer is lost by the test");
        }
    }

    /// <summary>Method and table.</summary>
    public static string NameOf(Request request) =>
        $"{request.Method} {request.Uri.ToUri().AbsolutePath.Split('/')[^1].Split('(')[0]}";
}
