@description('The name that results carry.')
param vantageName string
@description('Region of the vantage.')
param location string
@description('flex: Flex Consumption. premium: dedicated Premium v3, always on.')
param plan 'flex' | 'premium'
@description('Makes names unique.')
param suffix string
@description('Tags of every resource.')
param tags object
@description('Address space of a new network; empty for none.')
param addressSpace string
@description('An existing subnet for the app; empty for none.')
param existingSubnetId string
@description('New network only: one public address for all egress.')
param natGateway bool
@description('Reach host storage, results and vault privately.')
param privateEndpoints bool
@description('Existing network only: the subnet that takes private endpoints.')
param existingEndpointSubnetId string
@description('Existing network only: private DNS zone ids (blob, table, vault).')
param existingDnsZones object
@description('The vantage\'s identity: resource id.')
param identityId string
@description('The vantage\'s identity: client id.')
param identityClientId string
@description('The vantage\'s identity: object id.')
param identityPrincipalId string
@description('The results account.')
param resultsAccountId string
@description('Table endpoint of the results account.')
param tableEndpoint string
@description('The vault with the routes\' credentials.')
param keyVaultId string
@description('Address of the vault.')
param keyVaultUri string
@description('Where telemetry goes.')
param applicationInsightsConnectionString string
@description('Credentials of routes: name and secret.')
param secretSettings array
@description('Every vantage of the fleet, so that each can tell which is silent.')
param vantageNames string[]

var newNetwork = addressSpace != ''
var delegation = plan == 'flex' ? 'Microsoft.App/environments' : 'Microsoft.Web/serverFarms'
var subnetId = newNetwork ? network.?outputs.probeSubnetId ?? '' : existingSubnetId
var hostStorageName = 'sth${take(uniqueString(resourceGroup().id, vantageName), 8)}${suffix}'

module network 'network.bicep' = if (newNetwork) {
  name: 'network-${vantageName}'
  params: {
    location: location
    vantageName: vantageName
    suffix: suffix
    tags: tags
    addressSpace: addressSpace
    delegation: delegation
    natGateway: natGateway
  }
}

module hostStorage 'host-storage.bicep' = {
  name: 'host-storage-${vantageName}'
  params: {
    location: location
    name: hostStorageName
    tags: tags
    principalId: identityPrincipalId
    publicNetworkAccess: privateEndpoints ? 'Disabled' : 'Enabled'
  }
}

module zones 'dns-zones.bicep' = if (privateEndpoints && newNetwork) {
  name: 'dns-zones-${vantageName}'
  params: {
    tags: tags
    networkId: network.?outputs.networkId ?? ''
  }
}

module endpoints 'private-endpoints.bicep' = if (privateEndpoints) {
  name: 'private-endpoints-${vantageName}'
  params: {
    location: location
    vantageName: vantageName
    tags: tags
    subnetId: newNetwork ? network.?outputs.endpointSubnetId ?? '' : existingEndpointSubnetId
    dnsZones: newNetwork ? zones.?outputs.zoneIds ?? {} : existingDnsZones
    hostStorageId: hostStorage.outputs.id
    resultsAccountId: resultsAccountId
    keyVaultId: keyVaultId
  }
}

module app 'app.bicep' = {
  name: 'app-${vantageName}'
  params: {
    vantageName: vantageName
    location: location
    plan: plan
    suffix: suffix
    tags: tags
    subnetId: subnetId
    identityId: identityId
    identityClientId: identityClientId
    tableEndpoint: tableEndpoint
    keyVaultUri: keyVaultUri
    applicationInsightsConnectionString: applicationInsightsConnectionString
    secretSettings: secretSettings
    vantageNames: vantageNames
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    packagesUrl: hostStorage.outputs.packagesUrl
  }
  dependsOn: [endpoints]
}

output appName string = app.outputs.name
output scmUrl string = app.outputs.scmUrl
output url string = app.outputs.url
