targetScope = 'subscription'

import { secretSetting, vantage } from 'types.bicep'

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

@description('Credentials of routes: each becomes an app setting that refers to Key Vault, and an entry of PROBEFLEET_CREDENTIALS for each host that it may go to.')
param secretSettings secretSetting[] = []

@description('More entries of PROBEFLEET_CREDENTIALS, for what is no app setting: managed-identity@HOST, keyvault:VAULT_HOST@HOST. Azure OpenAI and Foundry hosts of this cloud need none.')
param credentialEntries string[] = []

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

@secure()
@description('Signs the sessions of the dashboards. A new one with each deployment ends them.')
param sessionKey string = '${newGuid()}${newGuid()}'

var suffix = take(uniqueString(subscription().id, environmentName, location), 8)
var tags = { 'azd-env-name': environmentName }
var vantageTags = { 'probefleet-environment': environmentName }

// Faults that would fail deep inside the deployment, or be ignored silently, are reported before anything is created.
var nameCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789-'
var namesWithOtherCharacters = filter(fleet, member =>
  !empty(filter(range(0, length(member.name)), at => !contains(nameCharacters, substring(member.name, at, 1)))) || startsWith(member.name, '-') || endsWith(member.name, '-'))
var namesAgain = filter(fleet, member => length(filter(fleet, other => other.name == member.name)) > 1)
var networksOfNoKind = filter(fleet, member => member.?network != null && (member.?network.?addressSpace == null) == (member.?network.?subnetId == null))
var existingWithGateway = filter(fleet, member => member.?network.?subnetId != null && (member.?network.?natGateway ?? false))
var existingWithoutPlace = filter(fleet, member =>
  member.?network.?subnetId != null && (member.?network.?privateEndpoints ?? false) && (member.?network.?privateEndpointSubnetId == null || member.?network.?dnsZones == null))
var newWithPlace = filter(fleet, member =>
  member.?network.?addressSpace != null && (member.?network.?privateEndpointSubnetId != null || member.?network.?dnsZones != null))
var shutOut = filter(fleet, member => publicNetworkAccess == 'Disabled' && !(member.?network.?privateEndpoints ?? false))

var nobody = []
var complaints = [
  {
    vantages: namesWithOtherCharacters
    says: 'name must be lower-case letters, digits and hyphens, with no hyphen first or last'
  }
  {
    vantages: namesAgain
    says: 'name must be of one vantage only'
  }
  {
    vantages: networksOfNoKind
    says: 'network needs either addressSpace (a new network) or subnetId (an existing one)'
  }
  {
    vantages: existingWithGateway
    says: 'network.natGateway is for a new network (addressSpace): give the existing subnet its gateway yourself'
  }
  {
    vantages: existingWithoutPlace
    says: 'network.privateEndpoints with subnetId needs privateEndpointSubnetId and dnsZones too'
  }
  {
    vantages: newWithPlace
    says: 'network.privateEndpointSubnetId and network.dnsZones are for an existing network (subnetId): a new one gets its own'
  }
  {
    vantages: shutOut
    says: 'publicNetworkAccess is Disabled, so network.privateEndpoints must be true: results and secrets are out of reach otherwise'
  }
]
var wrong = map(filter(complaints, complaint => !empty(complaint.vantages)), complaint => '${join(union(map(complaint.vantages, member => member.name), nobody), ', ')}: ${complaint.says}.')
var members = empty(wrong) ? fleet : fail('PROBEFLEET_VANTAGES (parameter fleet) cannot be deployed. ${join(wrong, ' ')}')

// Both kinds of group names end with this environment's unique suffix: prod with a vantage eu does not collide with prod-eu.
var centralGroupName = 'rg-${environmentName}-${suffix}'
var vantageNames = map(members, member => member.name)
var vantageGroupNames = map(members, member => 'rg-${environmentName}-${member.name}-${suffix}')

resource centralGroup 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: centralGroupName
  location: location
  tags: tags
}

resource vantageGroups 'Microsoft.Resources/resourceGroups@2024-11-01' = [for (member, index) in members: {
  name: vantageGroupNames[index]
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
    workspaceId: monitoring.outputs.workspaceId
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
    workspaceId: monitoring.outputs.workspaceId
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
    failingVantageThreshold: min(failingVantageThreshold, length(members))
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

module identities 'modules/identity.bicep' = [for (member, index) in members: {
  name: 'identity-${member.name}'
  scope: resourceGroup(vantageGroupNames[index])
  params: {
    location: member.location
    name: 'id-${member.name}-${suffix}'
    tags: vantageTags
  }
  dependsOn: [vantageGroups]
}]

module sharedRoles 'modules/vantage-roles.bicep' = [for (member, index) in members: {
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
    principalIds: [for (member, index) in members: identities[index].outputs.principalId]
  }
}]

module networks 'modules/vantage-network.bicep' = [for (member, index) in members: {
  name: 'vantage-network-${member.name}'
  scope: resourceGroup(vantageGroupNames[index])
  params: {
    location: member.location
    vantageName: member.name
    plan: member.?plan ?? 'flex'
    suffix: suffix
    tags: vantageTags
    network: member.?network ?? {}
  }
  dependsOn: [vantageGroups]
}]

// Results and vault accept one change at a time: concurrent endpoints fail with StorageAccountOperationInProgress or ConflictError.
@batchSize(1)
module sharedEndpoints 'modules/private-endpoints.bicep' = [for (member, index) in members: if (member.?network.?privateEndpoints ?? false) {
  name: 'shared-endpoints-${member.name}'
  scope: resourceGroup(vantageGroupNames[index])
  params: {
    location: member.location
    vantageName: member.name
    tags: vantageTags
    subnetId: networks[index].outputs.endpointSubnetId
    targets: [
      {
        group: 'table'
        resourceId: results.outputs.accountId
        zoneId: networks[index].outputs.zoneIds.table
      }
      {
        group: 'vault'
        resourceId: vault.outputs.id
        zoneId: networks[index].outputs.zoneIds.vault
      }
    ]
  }
}]

module vantages 'modules/vantage.bicep' = [for (member, index) in members: {
  name: 'vantage-${member.name}'
  scope: resourceGroup(vantageGroupNames[index])
  params: {
    vantageName: member.name
    location: member.location
    plan: member.?plan ?? 'flex'
    suffix: suffix
    tags: vantageTags
    subnetId: networks[index].outputs.subnetId
    privateEndpoints: member.?network.?privateEndpoints ?? false
    endpointSubnetId: networks[index].outputs.endpointSubnetId
    blobZoneId: networks[index].outputs.zoneIds.blob
    identityId: identities[index].outputs.id
    identityClientId: identities[index].outputs.clientId
    identityPrincipalId: identities[index].outputs.principalId
    tableEndpoint: results.outputs.tableEndpoint
    keyVaultUri: vault.outputs.uri
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    secretSettings: secretSettings
    credentialEntries: credentialEntries
    sessionKey: sessionKey
    vantageNames: vantageNames
  }
  dependsOn: [sharedRoles[index], sharedEndpoints[index]]
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
output PROBEFLEET_APPS array = [for (member, index) in members: {
  vantage: member.name
  app: vantages[index].outputs.appName
  plan: member.?plan ?? 'flex'
  scmUrl: vantages[index].outputs.scmUrl
  url: vantages[index].outputs.url
}]
