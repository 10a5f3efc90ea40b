namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// What an answer says, whoever says it and under whatever status: the closed set between what was received and cause and owner.
/// <see cref="MeaningTable"/> says what speaks for each.
/// </summary>
public enum Meaning
{
    /// <summary>Nothing in the answer has a known meaning, and its status has none either.</summary>
    Unknown,

    /// <summary>No key or token arrived.</summary>
    KeyMissing,

    /// <summary>The key is not known, was revoked, or is another provider's.</summary>
    KeyRefused,

    /// <summary>The key or token was good and has run out.</summary>
    KeyExpired,

    /// <summary>A Microsoft Entra token is missing, or was asked for with another scope.</summary>
    TokenAudience,

    /// <summary>The resource takes no keys at all.</summary>
    KeysOff,

    /// <summary>The account, organization or user is not allowed to work: deactivated, unverified, without membership.</summary>
    AccountState,

    /// <summary>The resource is suspended by its provider.</summary>
    ResourceSuspended,

    /// <summary>The key is restricted and lacks a scope.</summary>
    ScopeMissing,

    /// <summary>The identity lacks a role, or may not do this.</summary>
    PermissionMissing,

    /// <summary>The key, project or account may not use this very model.</summary>
    ModelForbidden,

    /// <summary>The caller's address is not on a list.</summary>
    AddressRefused,

    /// <summary>The caller's country is not served.</summary>
    RegionRefused,

    /// <summary>The resource's network rules refuse the caller.</summary>
    NetworkRule,

    /// <summary>The resource is to be called through a private endpoint.</summary>
    PrivateEndpointOnly,

    /// <summary>The model's name is not known.</summary>
    ModelUnknown,

    /// <summary>The Azure deployment's name is not known.</summary>
    DeploymentUnknown,

    /// <summary>The model has been taken out of service.</summary>
    ModelRetired,

    /// <summary>The model exists and does not do this operation.</summary>
    ModelOperation,

    /// <summary>The model is being loaded.</summary>
    ModelLoading,

    /// <summary>A member of the request is refused.</summary>
    ParameterRefused,

    /// <summary>A shape of the request that the probe chose is refused: not streaming, the token limit, the operation.</summary>
    ShapeRefused,

    /// <summary>The API version is refused.</summary>
    VersionRefused,

    /// <summary>The path is not known.</summary>
    PathUnknown,

    /// <summary>The host does not serve this account, project or resource.</summary>
    HostWrong,

    /// <summary>Plain HTTP came to a port that speaks TLS.</summary>
    SchemeWrong,

    /// <summary>The server speaks HTTP/2 only.</summary>
    ProtocolWrong,

    /// <summary>Too much in too short a time.</summary>
    Rate,

    /// <summary>Credits, a balance or a spend limit are used up.</summary>
    SpendUsedUp,

    /// <summary>A gateway's own limit or budget is reached.</summary>
    GatewayLimit,

    /// <summary>The request's body or prompt is too large.</summary>
    TooLarge,

    /// <summary>The request's headers are too large.</summary>
    HeadTooLarge,

    /// <summary>The server has no capacity at the moment.</summary>
    Overloaded,

    /// <summary>The server failed.</summary>
    ServerFailed,

    /// <summary>What answers could not get an answer from what stands behind it.</summary>
    UpstreamFailed,

    /// <summary>A gateway has taken everything behind it out of use for a while.</summary>
    UpstreamsOnHold,

    /// <summary>A gateway has no route for this model.</summary>
    NoRoute,

    /// <summary>A gateway lacks something of its own: its database, its configuration.</summary>
    GatewayUnready,

    /// <summary>A gateway wants a header of its own.</summary>
    GatewayHeader,

    /// <summary>The caller's own time limit for the gateway's upstream ran out.</summary>
    UpstreamTooSlow,

    /// <summary>A sign-in stands in front.</summary>
    SignIn,

    /// <summary>A front asks for credentials of its own (HTTP Basic).</summary>
    FrontCredentials,

    /// <summary>A web application firewall or a bot check refused the request.</summary>
    Firewall,

    /// <summary>A captive portal answers.</summary>
    CaptivePortal,

    /// <summary>A forward proxy, or an inspection on the way, answers.</summary>
    ProxyPage,

    /// <summary>A client certificate is wanted.</summary>
    ClientCertificate,

    /// <summary>The prompt was filtered by a model that was reached.</summary>
    ContentFiltered,

    /// <summary>The model ran and used up the probe's small output limit.</summary>
    OutputLimit,
}
