namespace ProbeFleet.FaultLab.Apis;

/// <summary>One answer that a persona can be told to give, and what a probe should make of it.</summary>
public sealed record LabAnswer
{
    /// <summary>Its name, <c>who/what</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whose answer it is.</summary>
    public required LabPersona Persona { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The body's type; null sends none.</summary>
    public string? ContentType { get; init; } = "application/json";

    /// <summary>The body; empty sends none.</summary>
    public string Body { get; init; } = "";

    /// <summary>
    /// The headers beside the body's own. In a value, <c>{id}</c> and <c>{uuid}</c> become the answer's fresh id, <c>{other-uuid}</c>
    /// another.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How long to wait before answering.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What a probe should find: a cause code.</summary>
    public required string Cause { get; init; }

    /// <summary>What a probe should find: the owner.</summary>
    public required string Owner { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
