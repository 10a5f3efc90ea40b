@description('Region of the vantage.')
param location string
@description('Name of the vantage.')
param vantageName string
@description('Makes names unique.')
param suffix string
@description('Tags of every resource.')
param tags object
@description('Address space of the new network.')
param addressSpace string
@description('The service that the app\'s subnet is delegated to.')
param delegation string
@description('One public address for all egress.')
param natGateway bool

resource publicAddress 'Microsoft.Network/publicIPAddresses@2025-05-01' = if (natGateway) {
  name: 'pip-${vantageName}-${suffix}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2025-05-01' = if (natGateway) {
  name: 'ng-${vantageName}-${suffix}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    idleTimeoutInMinutes: 4
    publicIpAddresses: [
      { id: publicAddress.id }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'vnet-${vantageName}-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressSpace] }
    subnets: [
      {
        name: 'snet-probe'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 26, 0)
          natGateway: natGateway ? { id: gateway.id } : null
          delegations: [
            {
              name: 'probe'
              properties: { serviceName: delegation }
            }
          ]
        }
      }
      {
        name: 'snet-endpoints'
        properties: { addressPrefix: cidrSubnet(addressSpace, 26, 1) }
      }
    ]
  }
}

output networkId string = network.id
output probeSubnetId string = '${network.id}/subnets/snet-probe'
output endpointSubnetId string = '${network.id}/subnets/snet-endpoints'
