namespace ProbeFleet.Core.Localization.Inference;

/// <summary>What a hypothesis leaves to be explained.</summary>
/// <param name="Open">Per failure: how much of it is to be explained.</param>
/// <param name="Foreseen">Per failure: the nats by which it is explained already.</param>
internal readonly record struct Unexplained(double[] Open, double[] Foreseen);
