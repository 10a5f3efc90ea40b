namespace ProbeFleet.Storage.Retention;

/// <summary>What to do with a partition, and after which key to look for the next.</summary>
internal readonly record struct PurgeStep(bool IsOld, string After);
