namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// The meaning of an answer, independent of responder and status: the closed set between the received words and the cause. Their signs are
/// in <see cref="MeaningTable"/>.
/// </summary>
public enum Meaning
{
    /// <summary>Neither the answer nor its status has a known meaning.</summary>
    Unknown,

    /// <summary>No key or token arrived.</summary>
    KeyMissing,

    /// <summary>The key is not known, was revoked, or is another provider's.</summary>
    KeyRefused,

    /// <summary>The key or token was valid and has expired.</summary>
    KeyExpired,

    /// <summary>A Microsoft Entra token is missing, or was asked for with another scope.</summary>
    TokenAudience,

    /// <summary>The resource takes no keys at all.</summary>
    KeysOff,

    /// <summary>The account, organization or user is deactivated, unverified or lacks a membership.</summary>
    AccountState,

    /// <summary>The resource is suspended by its provider.</summary>
    ResourceSuspended,

    /// <summary>The key is restricted and lacks a scope.</summary>
    ScopeMissing,

    /// <summary>The identity lacks a role, or may not do this.</summary>
    PermissionMissing,

    /// <summary>The key, project or account may not use this model.</summary>
    ModelForbidden,

    /// <summary>The caller's address is not on an allow list.</summary>
    AddressRefused,

    /// <summary>The caller's country is not served.</summary>
    RegionRefused,

    /// <summary>The resource's network rules refuse the caller.</summary>
    NetworkRule,

    /// <summary>The resource accepts calls through a private endpoint only.</summary>
    PrivateEndpointOnly,

    /// <summary>The model's name is unknown.</summary>
    ModelUnknown,

    /// <summary>The Azure deployment's name is unknown.</summary>
    DeploymentUnknown,

    /// <summary>The model has been taken out of service.</summary>
    ModelRetired,

    /// <summary>The model exists but does not support this operation.</summary>
    ModelOperation,

    /// <summary>The model is being loaded.</summary>
    ModelLoading,

    /// <summary>A member of the request was refused.</summary>
    ParameterRefused,

    /// <summary>A request shape that the probe chose was refused: not streaming, the token limit, the operation.</summary>
    ShapeRefused,

    /// <summary>The API version was refused.</summary>
    VersionRefused,

    /// <summary>The path is unknown.</summary>
    PathUnknown,

    /// <summary>The host does not serve this account, project or resource.</summary>
    HostWrong,

    /// <summary>Plain HTTP was sent to a TLS port.</summary>
    SchemeWrong,

    /// <summary>The server speaks HTTP/2 only.</summary>
    ProtocolWrong,

    /// <summary>A rate limit was reached.</summary>
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

    /// <summary>The responder could not get an answer from its backend.</summary>
    UpstreamFailed,

    /// <summary>A gateway has put all its backends on hold for a while.</summary>
    UpstreamsOnHold,

    /// <summary>A gateway has no route for this model.</summary>
    NoRoute,

    /// <summary>A gateway lacks its database or configuration.</summary>
    GatewayUnready,

    /// <summary>A gateway requires a header of its own.</summary>
    GatewayHeader,

    /// <summary>The time limit that the caller set for the gateway's upstream ran out.</summary>
    UpstreamTooSlow,

    /// <summary>A sign-in page stands in front of the API.</summary>
    SignIn,

    /// <summary>A front asks for its own credentials (HTTP Basic).</summary>
    FrontCredentials,

    /// <summary>A web application firewall or a bot check refused the request.</summary>
    Firewall,

    /// <summary>A captive portal answered.</summary>
    CaptivePortal,

    /// <summary>A forward proxy or a TLS inspection answered.</summary>
    ProxyPage,

    /// <summary>A client certificate is required.</summary>
    ClientCertificate,

    /// <summary>A model was reached and the prompt was filtered.</summary>
    ContentFiltered,

    /// <summary>The model ran and reached the probe's small output limit.</summary>
    OutputLimit,
}
