namespace ProbeFleet.FaultLab.Apis;

/// <summary>A request that a <see cref="LabApi"/> received, without what is secret in it.</summary>
/// <param name="Persona">Who answered.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">The query with its question mark; empty when there is none.</param>
/// <param name="Host">The Host header.</param>
/// <param name="HeaderNames">The names of the headers as they came.</param>
/// <param name="CredentialHeaders">The names of those that carry a credential: <c>Authorization</c>, <c>api-key</c>, ….</param>
/// <param name="Status">The status it was answered with.</param>
public sealed record LabRequest(
    LabPersona Persona,
    string Method,
    string Path,
    string Query,
    string Host,
    IReadOnlyList<string> HeaderNames,
    IReadOnlyList<string> CredentialHeaders,
    int Status);
