@description('Region of the shared resources.')
param location string
@description('Makes names unique.')
param suffix string
@description('Tags of every resource.')
param tags object
@description('Who applies fleet.json; empty for nobody.')
param principalId string
@description('What principalId is.')
param principalType 'User' | 'ServicePrincipal' | 'Group'
@description('The workspace that keeps who read or wrote what.')
param workspaceId string
@description('Enabled or Disabled.')
param publicNetworkAccess 'Enabled' | 'Disabled'

// Role: Storage Table Data Contributor
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
// Role: Storage Table Data Reader
var tableDataReader = '76199698-9eea-4c19-bc75-cec21354c6b6'

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stresults${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicNetworkAccess
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tableService
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

resource probeResults 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tableService
  name: 'ProbeResults'
}

resource routeSnapshots 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tableService
  name: 'RouteSnapshots'
}

resource baselines 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tableService
  name: 'Baselines'
}

resource vantages 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tableService
  name: 'Vantages'
}

resource incidents 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tableService
  name: 'Incidents'
}

resource fleetConfig 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tableService
  name: 'FleetConfig'
}

resource probeRequests 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tableService
  name: 'ProbeRequests'
}

resource leases 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tableService
  name: 'Leases'
}

resource deployerWritesConfig 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (principalId != '') {
  scope: fleetConfig
  name: guid(fleetConfig.id, principalId, tableDataContributor)
  properties: {
    principalId: principalId
    principalType: principalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
  }
}

resource deployerReadsFleet 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (principalId != '') {
  scope: account
  name: guid(account.id, principalId, tableDataReader)
  properties: {
    principalId: principalId
    principalType: principalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataReader)
  }
}

output accountId string = account.id
output accountName string = account.name
output tableEndpoint string = account.properties.primaryEndpoints.table
