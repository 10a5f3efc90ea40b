#:project ../ProbeFleet.Deploy/ProbeFleet.Deploy.csproj
#:property PublishAot=false

using ProbeFleet.Deploy;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};
return await Hooks.PostDeployAsync(args, interrupt.Token).ConfigureAwait(false);
