import { dnsZoneIds, vantageNetwork } from '../types.bicep'

@description('Region of the vantage.')
param location string
@description('Name of the vantage.')
param vantageName string
@description('flex or premium: whose delegation the app\'s subnet needs.')
param plan 'flex' | 'premium'
@description('Makes names unique.')
param suffix string
@description('Tags of every resource.')
param tags object
@description('What the vantage asks for; empty for no network.')
param network vantageNetwork

var newNetwork = network.?addressSpace != null
var noZones = {
  blob: ''
  table: ''
  vault: ''
}

module made 'network.bicep' = if (newNetwork) {
  name: 'network-${vantageName}'
  params: {
    location: location
    vantageName: vantageName
    suffix: suffix
    tags: tags
    addressSpace: network.?addressSpace ?? ''
    delegation: plan == 'flex' ? 'Microsoft.App/environments' : 'Microsoft.Web/serverFarms'
    natGateway: network.?natGateway ?? false
  }
}

module zones 'dns-zones.bicep' = if (newNetwork && (network.?privateEndpoints ?? false)) {
  name: 'dns-zones-${vantageName}'
  params: {
    tags: tags
    networkId: made.?outputs.networkId ?? ''
  }
}

output subnetId string = made.?outputs.probeSubnetId ?? network.?subnetId ?? ''
output endpointSubnetId string = made.?outputs.endpointSubnetId ?? network.?privateEndpointSubnetId ?? ''
output zoneIds dnsZoneIds = zones.?outputs.zoneIds ?? network.?dnsZones ?? noZones
