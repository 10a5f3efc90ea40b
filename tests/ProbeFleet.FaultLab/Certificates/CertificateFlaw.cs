namespace ProbeFleet.FaultLab.Certificates;

/// <summary>What is wrong with a leaf certificate.</summary>
public enum CertificateFlaw
{
    /// <summary>Nothing: the right name, in its time, the whole chain sent.</summary>
    None,

    /// <summary>It ended yesterday.</summary>
    Expired,

    /// <summary>It begins tomorrow.</summary>
    NotYetValid,

    /// <summary>It is for another host.</summary>
    WrongName,

    /// <summary>Its issuer was not sent and is in no trust store; the root is trusted.</summary>
    PartialChain,

    /// <summary>It is its own issuer.</summary>
    SelfSigned,

    /// <summary>The end of its validity is no date at all, though it is written as one: month 99.</summary>
    NoDate,
}
