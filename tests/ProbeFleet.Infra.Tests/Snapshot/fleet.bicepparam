using '../../../infra/main.bicep'

param environmentName = 'prod'
param location = 'swedencentral'
param principalId = '11111111-1111-1111-1111-111111111111'
param fleet = [
  {
    name: 'flex-swedencentral'
    location: 'swedencentral'
    network: {
      addressSpace: '10.60.0.0/24'
      natGateway: true
      privateEndpoints: true
    }
  }
  {
    name: 'premium-westeurope'
    location: 'westeurope'
    plan: 'premium'
    network: {
      subnetId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-contoso/subnets/snet-probe'
    }
  }
]
param secretSettings = [
  {
    name: 'OPENAI_API_KEY'
    secret: 'openai-api-key'
    hosts: ['api.openai.com', '*.contoso.com']
  }
]
param credentialEntries = ['managed-identity@llm.contoso.com']
param sessionKey = 'a-session-key-of-a-snapshot-and-of-nobody-else'
param openAiResourceIds = [
  '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-models/providers/Microsoft.CognitiveServices/accounts/contoso-swe'
]
param alertEmails = ['oncall@contoso.com']
// More than there are vantages: the template takes what there are.
param failingVantageThreshold = 5
