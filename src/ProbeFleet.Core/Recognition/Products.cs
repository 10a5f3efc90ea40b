namespace ProbeFleet.Core.Recognition;

/// <summary>The product names of the recognized responders.</summary>
internal static class Products
{
    public const string OpenAI = "OpenAI";
    public const string AzureFrontDoor = "Azure OpenAI front door";
    public const string AzureBackend = "Azure OpenAI model backend";
    public const string ApiManagement = "API Management";
    public const string LiteLlm = "LiteLLM";
    public const string Portkey = "Portkey";
    public const string CloudflareAIGateway = "Cloudflare AI Gateway";
    public const string OpenRouter = "OpenRouter";
    public const string Kong = "Kong";
    public const string Bifrost = "Bifrost";
    public const string OneApi = "one-api";
    public const string Llms = "llms";
    public const string Squid = "Squid";
    public const string ForwardProxy = "Forward proxy";
    public const string AzureFirewall = "Azure Firewall";
    public const string Envoy = "Envoy";
    public const string Nginx = "nginx";
    public const string HttpSys = "HTTP.sys web front end";
    public const string ApplicationGateway = "Azure Application Gateway";
    public const string FrontDoor = "Azure Front Door";
    public const string ElasticLoadBalancer = "AWS load balancer";
    public const string CloudflareEdge = "Cloudflare edge";
    public const string HostingPlatform = "Hosting platform";
    public const string AlibabaFirewall = "Alibaba Cloud WAF";
    public const string WebPage = "Web page";
}
