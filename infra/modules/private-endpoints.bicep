@sealed()
type endpointTarget = {
  @description('What of the resource is reached: blob, table, vault.')
  group: string
  resourceId: string
  @description('The private DNS zone that takes its name.')
  zoneId: string
}

@description('Region of the vantage.')
param location string
@description('Name of the vantage.')
param vantageName string
@description('Tags of every resource.')
param tags object
@description('The subnet that takes the endpoints.')
param subnetId string
@description('What is reached.')
param targets endpointTarget[]

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
        properties: { privateDnsZoneId: target.zoneId }
      }
    ]
  }
}]
