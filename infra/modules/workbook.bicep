@description('Region of the shared resources.')
param location string
@description('Tags of every resource.')
param tags object
@description('The workspace that the workbook queries.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspaceId, 'probefleet-fleet')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'ProbeFleet: the fleet now'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: loadTextContent('../fleet.workbook.json')
  }
}
