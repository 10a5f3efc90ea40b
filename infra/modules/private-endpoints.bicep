@description('Region of the vantage.')
param location string
@description('Name of the vantage.')
param vantageName string
@description('Tags of every resource.')
param tags object
@description('The subnet that takes the endpoints.')
param subnetId string
@description('Private DNS zone ids: blob, table, vault.')
param dnsZones object
@description('Host storage of this vantage.')
param hostStorageId string
@description('The results account.')
param resultsAccountId string
@description('The vault with the routes\' credentials.')
param keyVaultId string

var targets = [
  {
    group: 'blob'
    resourceId: hostStorageId
  }
  {
    group: 'table'
    resourceId: resultsAccountId
  }
  {
    group: 'vault'
    resourceId: keyVaultId
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2025-05-01' = [for target in targets: {
  name: 'pe-${vantageName}-${target.group}'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: target.group
        properties: {
          privateLinkServiceId: target.resourceId
          groupIds: [target.group]
        }
      }
    ]
  }
}]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = [for (target, index) in targets: {
  parent: endpoints[index]
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: target.group
        properties: { privateDnsZoneId: dnsZones[target.group] }
      }
    ]
  }
}]
