using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Fleet.Tests.OnDemand;

internal static class MailboxReading
{
    /// <summary>How far a request has come that is there.</summary>
    public static async Task<RequestStatus> StatusAsync(this ProbeMailbox mailbox, Guid id) =>
        Assert.IsType<Reading<RequestStatus>.Found>(await mailbox.FindAsync(id, TestContext.Current.CancellationToken)).Value;
}
