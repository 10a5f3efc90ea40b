import { dnsZoneIds } from '../types.bicep'

@description('Tags of every resource.')
param tags object
@description('The network that resolves through the zones. Each vantage has zones of its own: endpoints of one account in one shared zone overwrite each other.')
param networkId string

var zoneNames = [
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.table.${environment().suffixes.storage}'
  replace('privatelink${environment().suffixes.keyvaultDns}', '.vault.', '.vaultcore.')
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for name in zoneNames: {
  name: name
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (name, index) in zoneNames: {
  parent: zones[index]
  name: 'probe'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: networkId }
  }
}]

output zoneIds dnsZoneIds = {
  blob: zones[0].id
  table: zones[1].id
  vault: zones[2].id
}
