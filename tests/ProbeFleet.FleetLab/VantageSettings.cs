namespace ProbeFleet.FleetLab;

/// <summary>How a <see cref="VantageProcess"/> is set.</summary>
public sealed record VantageSettings
{
    /// <summary>A day that does not come.</summary>
    public const string Never = "0 0 0 29 2 *";

    private static readonly string[] Keys = ["OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "GATEWAY_KEY"];

    /// <summary>The connection string of the storage account.</summary>
    public required string Storage { get; init; }

    /// <summary>Where it keeps its spool.</summary>
    public required string Folder { get; init; }

    /// <summary>The function key.</summary>
    public required string Key { get; init; }

    /// <summary>When rounds run, NCRONTAB. Default never: by <c>POST /api/rounds</c>.</summary>
    public string ProbeSchedule { get; init; } = Never;

    /// <summary>When it looks into its mailbox. Default never.</summary>
    public string ServeSchedule { get; init; } = Never;

    /// <summary>When it judges incidents. Default never.</summary>
    public string JudgeSchedule { get; init; } = Never;

    /// <summary>A fleet.json in place of the table; null for the table.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>Which of the lab's keys may go to which of its hosts. Default all of them to this machine.</summary>
    public string Credentials { get; init; } = Listing([new("https://localhost"), new("https://127.0.0.1")]);

    /// <summary>Every key of the lab's for every host.</summary>
    /// <param name="apis">URLs at the hosts.</param>
    public static string Listing(IEnumerable<Uri> apis) => string.Join(',',
        from host in apis.Select(api => $"{(api is { Scheme: "http", IsLoopback: false } ? "http://" : "")}{api.IdnHost}").Distinct()
        from key in Keys
        select $"{key}@{host}");

    /// <summary>More variables; a null value takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
