@export()
@sealed()
type vantageNetwork = {
  @description('A new virtual network with this address space, /24 or larger: the app gets the first /26, private endpoints the second. Either this or subnetId.')
  addressSpace: string?
  @description('An existing subnet, delegated to Microsoft.App/environments (flex) or Microsoft.Web/serverFarms (premium).')
  subnetId: string?
  @description('New network only: a NAT gateway with one public address, so that the egress address is known and never changes.')
  natGateway: bool?
  @description('Reach host storage, results and Key Vault through private endpoints only; the app\'s own API takes no calls from outside then.')
  privateEndpoints: bool?
  @description('Existing network with privateEndpoints: the subnet that takes them.')
  privateEndpointSubnetId: string?
  @description('Existing network with privateEndpoints: the private DNS zones that are already linked to it.')
  dnsZones: dnsZoneIds?
}

@export()
@sealed()
type dnsZoneIds = {
  blob: string
  table: string
  vault: string
}

@export()
@sealed()
type vantage = {
  @description('The name that results carry: 2 to 24 lower-case letters, digits and hyphens.')
  @minLength(2)
  @maxLength(24)
  name: string
  @description('The Azure region it probes from.')
  location: string
  @description('flex (default): Flex Consumption. premium: one dedicated, always-on Premium v3 instance, for regions without Flex.')
  plan: ('flex' | 'premium')?
  @description('Absent: no virtual network, the region\'s shared egress.')
  network: vantageNetwork?
}

@export()
@sealed()
type secretSetting = {
  @description('The environment variable that fleet.json names as env:NAME.')
  name: string
  @description('The Key Vault secret that holds its value.')
  secret: string
  @description('Where the value may go: hosts of routes (api.openai.com, *.contoso.com, http://llm.corp.contoso.com for clear text too), or notify for a receiver of notices.')
  @minLength(1)
  hosts: string[]
}
