namespace ProbeFleet.FaultLab.Apis;

/// <summary>Every answer by name: the error bodies that OpenAI, Azure OpenAI, gateways and intermediaries are known to send.</summary>
public static partial class LabAnswers
{
    // Lazy: the parts of this class are initialized in no order that can be relied on.
    private static readonly Lazy<IReadOnlyList<LabAnswer>> Every =
        new(() => [.. OpenAIAnswers, .. AzureAnswers, .. GatewayAnswers, .. IntermediaryAnswers]);

    /// <summary>All of them; names are unique.</summary>
    public static IReadOnlyList<LabAnswer> All => Every.Value;

    /// <summary>One answer.</summary>
    /// <param name="name">Its name, for example <c>openai/invalid-key</c>.</param>
    /// <exception cref="ArgumentException">There is no such answer; the message lists all names.</exception>
    public static LabAnswer Named(string name) => All.FirstOrDefault(answer => answer.Name == name)
        ?? throw new ArgumentException(
            $"No answer '{name}'. There are: {string.Join(", ", All.Select(answer => answer.Name))}.", nameof(name));
}
