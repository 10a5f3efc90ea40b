import { secretSetting } from '../types.bicep'

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
@description('The subnet that the app\'s egress goes through; empty for none.')
param subnetId string
@description('Reach host storage privately, and it alone: results and vault have their endpoints already.')
param privateEndpoints bool
@description('The subnet that takes private endpoints; empty without.')
param endpointSubnetId string
@description('The private DNS zone of host storage; empty without.')
param blobZoneId string
@description('The vantage\'s identity: resource id.')
param identityId string
@description('The vantage\'s identity: client id.')
param identityClientId string
@description('The vantage\'s identity: object id.')
param identityPrincipalId string
@description('Table endpoint of the results account.')
param tableEndpoint string
@description('Address of the vault.')
param keyVaultUri string
@description('Where telemetry goes.')
param applicationInsightsConnectionString string
@description('Credentials of routes: name, secret and hosts.')
param secretSettings secretSetting[]
@secure()
@description('Signs the sessions of the dashboards.')
param sessionKey string
@description('More entries of PROBEFLEET_CREDENTIALS.')
param credentialEntries string[]
@description('Every vantage of the fleet, so that each can tell which is silent.')
param vantageNames string[]

var hostStorageName = 'sth${take(uniqueString(resourceGroup().id, vantageName), 8)}${suffix}'

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

module endpoint 'private-endpoints.bicep' = if (privateEndpoints) {
  name: 'private-endpoints-${vantageName}'
  params: {
    location: location
    vantageName: vantageName
    tags: tags
    subnetId: endpointSubnetId
    targets: [
      {
        group: 'blob'
        resourceId: hostStorage.outputs.id
        zoneId: blobZoneId
      }
    ]
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
    closed: privateEndpoints
    identityId: identityId
    identityClientId: identityClientId
    tableEndpoint: tableEndpoint
    keyVaultUri: keyVaultUri
    applicationInsightsConnectionString: applicationInsightsConnectionString
    secretSettings: secretSettings
    credentialEntries: credentialEntries
    sessionKey: sessionKey
    vantageNames: vantageNames
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    packagesUrl: hostStorage.outputs.packagesUrl
  }
  dependsOn: [endpoint]
}

output appName string = app.outputs.name
output scmUrl string = app.outputs.scmUrl
output url string = app.outputs.url
