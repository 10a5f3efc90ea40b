using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>Reads the <c>incidents</c> part.</summary>
internal static class IncidentSettingsReader
{
    private static readonly string[] Members = ["window", "notify"];

    private static readonly string[] TargetMembers = ["kind", "url", "secret"];

    private static readonly string[] TargetKinds = ["webhook", "slack", "teams"];

    public static IncidentSettings Read(JsonCursor? at)
    {
        var settings = new IncidentSettings();
        return at?.AsObject(Members) is not { } members
            ? settings
            : new IncidentSettings
            {
                Window = members["window"]?.AsDuration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)) ?? settings.Window,
                Notify = [.. (members["notify"]?.AsItems() ?? []).Select(ReadTarget).OfType<NotificationTarget>()],
            };
    }

    private static NotificationTarget? ReadTarget(JsonCursor at)
    {
        if (at.AsObject(TargetMembers) is not { } members)
        {
            return null;
        }

        var kind = members.Required("kind")?.AsOneOf(TargetKinds);
        var url = CredentialReader.ReadVariable(members.Required("url"));
        var secret = members["secret"] is { } given ? CredentialReader.ReadVariable(given) : null;
        return kind is null || url is null ? null : new NotificationTarget { Kind = kind, Url = url, Secret = secret };
    }
}
