using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FaultLab.Faults;

/// <content>Answers of APIs, gateways and intermediaries, over a healthy path.</content>
public static partial class FaultCatalog
{
    private static IEnumerable<FaultScenario> Answers => LabAnswers.All.Select(answer => new FaultScenario
    {
        Name = answer.Name,
        Trigger = TriggerPoint.AfterRequest,
        Break = answer.Cause == "ok" ? null : "answer",
        Cause = answer.Cause,
        Owner = answer.Owner,
        RouteKind = answer.Persona.RouteKind(),
        Credential = answer.Persona.Credential(),
        StartAsync = async stop =>
        {
            var api = await LabApi.StartAsync(new(), stop);
            api.Behave(answer);
            return new(api.BaseUrl(answer.Persona), Proxy: null, api);
        },
    });
}
