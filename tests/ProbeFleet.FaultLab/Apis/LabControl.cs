using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>
/// The control endpoint, for a lab in a process of its own: <c>POST /lab/behaviour?answer=openai/rate-limit&amp;path=/chat/completions</c>
/// (the path may be left out), <c>DELETE /lab/behaviour</c> to heal, <c>GET /lab/answers</c> for the names.
/// </summary>
internal static class LabControl
{
    public static void MapLabControl(this IEndpointRouteBuilder routes, LabBehaviours behaviours)
    {
        routes.MapGet("/lab/answers", context => context.Response.WriteAsync(
            string.Concat(LabAnswers.All.Select(answer => $"{answer.Name}\t{answer.Cause}\t{answer.Owner}\n")), context.RequestAborted));
        routes.MapPost("/lab/behaviour", context => SetAsync(context, behaviours));
        routes.MapDelete("/lab/behaviour", context =>
        {
            behaviours.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private static async Task SetAsync(HttpContext context, LabBehaviours behaviours)
    {
        try
        {
            var answer = LabAnswers.Named(context.Request.Query["answer"].ToString());
            var path = context.Request.Query.TryGetValue("path", out var value) ? value.ToString() : null;
            behaviours.Set(answer.Persona, path, answer);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (ArgumentException unknown)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(unknown.Message, context.RequestAborted);
        }
    }
}
