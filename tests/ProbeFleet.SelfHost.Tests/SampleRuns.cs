using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;

namespace ProbeFleet.SelfHost.Tests;

/// <summary>What the sample's functions report, and what lets its timer end.</summary>
public sealed class SampleRuns
{
    public Channel<string> Started { get; } = Channel.CreateUnbounded<string>();

    public Channel<TimerInfo> Ticks { get; } = Channel.CreateUnbounded<TimerInfo>();

    public Channel<TimerInfo> Boots { get; } = Channel.CreateUnbounded<TimerInfo>();

    /// <summary>The timer's run ends when this is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;
}
