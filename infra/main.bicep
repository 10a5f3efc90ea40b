targetScope = 'subscription'

@sealed()
type vantageNetwork = {
  @description('A new virtual network with this address space, /24 or larger: the app gets the first /26, private endpoints the second. Either this or subnetId.')
  addressSpace: string?
  @description('An existing subnet, delegated to Microsoft.App/environments (flex) or Microsoft.Web/serverFarms (premium).')
  subnetId: string?
  @description('New network only: a NAT gateway with one public address, so that the egress address is known and never changes.')
  natGateway: bool?
  @description('Reach host storage, results and Key Vault through private endpoints only.')
  privateEndpoints: bool?
  @description('Existing network with privateEndpoints: the subnet that takes them.')
  privateEndpointSubnetId: string?
  @description('Existing network with privateEndpoints: the private DNS zones that are already linked to it.')
  dnsZones: dnsZoneIds?
}

@sealed()
type dnsZoneIds = {
  blob: string
  table: string
  vault: string
}

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

@sealed()
type secretSetting = {
  @description('The environment variable that fleet.json names as env:NAME.')
  name: string
  @description('The Key Vault secret that holds its value.')
  secret: string
}

@minLength(1)
@maxLength(32)
@description('Name of the azd environment. Resource names are derived from it.')
param environmentName string

@minLength(2)
@description('The region of what the whole fleet shares: results, configuration, secrets and monitoring.')
@metadata({ azd: { type: 'location' } })
param location string

@minLength(1)
@maxLength(40)
@description('The vantages, one app each.')
param fleet vantage[] = [
  {
    name: location
    location: location
  }
]

@description('Credentials of routes: each becomes an app setting that refers to Key Vault.')
param secretSettings secretSetting[] = []

@description('Resource ids of the Azure OpenAI resources that the vantages call with their managed identity.')
param openAiResourceIds string[] = []

@description('Who may write fleet.json and the secrets: the object id of the person or pipeline that deploys.')
param principalId string = ''

@description('What principalId is.')
param principalType 'User' | 'ServicePrincipal' | 'Group' = 'User'

@description('Who is told of alerts, by mail.')
param alertEmails string[] = []

@minValue(1)
@description('Alert when a route fails from at least this many vantages.')
param failingVantageThreshold int = 2

@description('Public network access to results and secrets. Disabled needs private endpoints at every vantage and for whoever applies fleet.json.')
param publicNetworkAccess 'Enabled' | 'Disabled' = 'Enabled'

var suffix = take(uniqueString(subscription().id, environmentName, location), 8)
var tags = { 'azd-env-name': environmentName }
var vantageTags = { 'probefleet-environment': environmentName }
var centralGroupName = 'rg-${environmentName}'
var vantageNames = map(fleet, member => member.name)

resource centralGroup 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: centralGroupName
  location: location
  tags: tags
}

resource vantageGroups 'Microsoft.Resources/resourceGroups@2024-11-01' = [for member in fleet: {
  name: 'rg-${environmentName}-${member.name}'
  location: member.location
  tags: union(vantageTags, { 'probefleet-vantage': member.name })
}]

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: centralGroup
  params: {
    location: location
    suffix: suffix
    tags: tags
  }
}

module results 'modules/results-storage.bicep' = {
  name: 'results-storage'
  scope: centralGroup
  params: {
    location: location
    suffix: suffix
    tags: tags
    principalId: principalId
    principalType: principalType
    publicNetworkAccess: publicNetworkAccess
  }
}

module vault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  scope: centralGroup
  params: {
    location: location
    suffix: suffix
    tags: tags
    principalId: principalId
    principalType: principalType
    publicNetworkAccess: publicNetworkAccess
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: centralGroup
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    vantageNames: vantageNames
    failingVantageThreshold: min(failingVantageThreshold, length(fleet))
    alertEmails: alertEmails
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: centralGroup
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module identities 'modules/identity.bicep' = [for (member, index) in fleet: {
  name: 'identity-${member.name}'
  scope: resourceGroup('rg-${environmentName}-${member.name}')
  params: {
    location: member.location
    name: 'id-${member.name}-${suffix}'
    tags: vantageTags
  }
  dependsOn: [vantageGroups]
}]

module sharedRoles 'modules/vantage-roles.bicep' = [for (member, index) in fleet: {
  name: 'roles-${member.name}'
  scope: centralGroup
  params: {
    principalId: identities[index].outputs.principalId
    storageAccountName: results.outputs.accountName
    keyVaultName: vault.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
  }
}]

module openAiRoles 'modules/openai-roles.bicep' = [for id in openAiResourceIds: {
  name: 'openai-${uniqueString(id, environmentName)}'
  scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
  params: {
    accountName: last(split(id, '/'))
    principalIds: [for (member, index) in fleet: identities[index].outputs.principalId]
  }
}]

module vantages 'modules/vantage.bicep' = [for (member, index) in fleet: {
  name: 'vantage-${member.name}'
  scope: resourceGroup('rg-${environmentName}-${member.name}')
  params: {
    vantageName: member.name
    location: member.location
    plan: member.?plan ?? 'flex'
    suffix: suffix
    tags: vantageTags
    addressSpace: member.?network.?addressSpace ?? ''
    existingSubnetId: member.?network.?subnetId ?? ''
    natGateway: member.?network.?natGateway ?? false
    privateEndpoints: member.?network.?privateEndpoints ?? false
    existingEndpointSubnetId: member.?network.?privateEndpointSubnetId ?? ''
    existingDnsZones: member.?network.?dnsZones ?? {}
    identityId: identities[index].outputs.id
    identityClientId: identities[index].outputs.clientId
    identityPrincipalId: identities[index].outputs.principalId
    resultsAccountId: results.outputs.accountId
    tableEndpoint: results.outputs.tableEndpoint
    keyVaultId: vault.outputs.id
    keyVaultUri: vault.outputs.uri
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    secretSettings: secretSettings
    vantageNames: vantageNames
  }
  dependsOn: [sharedRoles]
}]

@description('The region of the shared resources.')
output AZURE_LOCATION string = location

@description('The resource group of the shared resources.')
output AZURE_RESOURCE_GROUP string = centralGroupName

@description('The vault that takes the routes\' credentials.')
output AZURE_KEY_VAULT_NAME string = vault.outputs.name

@description('Table endpoint of the results account, for the postprovision hook and the CLI.')
output PROBEFLEET_STORAGE string = results.outputs.tableEndpoint

@description('What the postdeploy hook pushes to: one app per vantage.')
output PROBEFLEET_APPS array = [for (member, index) in fleet: {
  vantage: member.name
  app: vantages[index].outputs.appName
  plan: member.?plan ?? 'flex'
  scmUrl: vantages[index].outputs.scmUrl
  url: vantages[index].outputs.url
}]
