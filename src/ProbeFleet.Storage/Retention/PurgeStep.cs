namespace ProbeFleet.Storage.Retention;

/// <summary>Whether to delete a partition, and after which key to look for the next.</summary>
internal readonly record struct PurgeStep(bool IsOld, string After);
