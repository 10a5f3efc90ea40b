import { secretSetting } from '../types.bicep'

@description('The name that results carry.')
param vantageName string
@description('Region of the vantage.')
param location string
@description('flex or premium.')
param plan 'flex' | 'premium'
@description('Makes names unique.')
param suffix string
@description('Tags of every resource.')
param tags object
@description('The subnet that the app\'s egress goes through; empty for none.')
param subnetId string
@description('Take no calls from outside: the vantage is for networks that are closed.')
param closed bool
@description('The vantage\'s identity: resource id.')
param identityId string
@description('The vantage\'s identity: client id.')
param identityClientId string
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
@description('Every vantage of the fleet.')
param vantageNames string[]
@description('Host storage: blobs.')
param hostBlobEndpoint string
@description('Where Flex keeps the deployed package.')
param packagesUrl string

var flex = plan == 'flex'
var subnetParts = split(subnetId, '/')
var networkName = subnetId == '' ? '' : subnetParts[8]
var subnetName = subnetId == '' ? '' : last(subnetParts)

var listed = flatten(map(secretSettings, setting => map(setting.hosts, host => '${setting.name}@${host}')))

var vantageSettings = [
  { name: 'PROBEFLEET_VANTAGE', value: vantageName }
  { name: 'PROBEFLEET_REGION', value: location }
  { name: 'PROBEFLEET_VNET', value: networkName }
  { name: 'PROBEFLEET_SUBNET', value: subnetName }
  { name: 'PROBEFLEET_PLAN', value: plan }
  { name: 'PROBEFLEET_STORAGE', value: tableEndpoint }
  { name: 'PROBEFLEET_EXPECTED_VANTAGES', value: join(vantageNames, ',') }
  { name: 'PROBEFLEET_CREDENTIALS', value: join(concat(listed, credentialEntries), ',') }
  { name: 'PROBEFLEET_SESSION_KEY', value: sessionKey }
  { name: 'ProbeSchedule', value: '0 * * * * *' }
  { name: 'ServeSchedule', value: '*/15 * * * * *' }
  { name: 'JudgeSchedule', value: '30 * * * * *' }
  { name: 'PurgeSchedule', value: '0 17 * * * *' }
  { name: 'AZURE_CLIENT_ID', value: identityClientId }
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: applicationInsightsConnectionString }
]

var hostSettings = [
  { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
  { name: 'AzureWebJobsStorage__blobServiceUri', value: hostBlobEndpoint }
  { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
  { name: 'AzureWebJobsDisableHomepage', value: 'true' }
]

var premiumSettings = [
  { name: 'FUNCTIONS_EXTENSION_VERSION', value: '~4' }
  { name: 'FUNCTIONS_WORKER_RUNTIME', value: 'dotnet-isolated' }
  { name: 'WEBSITE_RUN_FROM_PACKAGE', value: '1' }
]

var secretReferences = [for setting in secretSettings: {
  name: setting.name
  value: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/${setting.secret})'
}]

resource hostingPlan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${vantageName}-${suffix}'
  location: location
  tags: tags
  kind: flex ? 'functionapp' : 'linux'
  sku: flex ? { name: 'FC1', tier: 'FlexConsumption' } : { name: 'P0v3', tier: 'PremiumV3' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: 'func-${vantageName}-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: hostingPlan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: subnetId == '' ? null : subnetId
    publicNetworkAccess: 'Enabled'
    outboundVnetRouting: flex || subnetId == '' ? null : { allTraffic: true }
    // Flex rejects ftpsState, linuxFxVersion and alwaysOn (ARM error 51021), even as null.
    // A vantage only calls out, so its API need not be reachable; deployments, with an Entra ID token, need the SCM site.
    siteConfig: flex ? {
      minTlsVersion: '1.2'
      ipSecurityRestrictionsDefaultAction: closed ? 'Deny' : 'Allow'
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
      scmIpSecurityRestrictionsUseMain: false
      appSettings: concat(vantageSettings, hostSettings, secretReferences)
    } : {
      minTlsVersion: '1.2'
      ipSecurityRestrictionsDefaultAction: closed ? 'Deny' : 'Allow'
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
      scmIpSecurityRestrictionsUseMain: false
      linuxFxVersion: 'DOTNET-ISOLATED|10.0'
      alwaysOn: true
      ftpsState: 'Disabled'
      healthCheckPath: '/api/health'
      appSettings: concat(vantageSettings, hostSettings, premiumSettings, secretReferences)
    }
    functionAppConfig: flex ? {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 512
        maximumInstanceCount: 40
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
    } : null
  }
}

resource scmWithoutPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'scm'
  properties: { allow: false }
}

resource ftpWithoutPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'ftp'
  properties: { allow: false }
}

output name string = site.name
output url string = 'https://${site.properties.defaultHostName}'
output scmUrl string = 'https://${filter(site.properties.hostNameSslStates, state => state.hostType == 'Repository')[0].name}'
