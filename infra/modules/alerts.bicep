@description('Region of the shared resources.')
param location string
@description('Tags of every resource.')
param tags object
@description('The workspace that the rules query.')
param workspaceId string
@description('Every vantage that must report.')
param vantageNames string[]
@description('A route failing from at least this many vantages is an alert.')
param failingVantageThreshold int
@description('Who is told, by mail.')
param alertEmails string[]

var silentQuery = replace(loadTextContent('../queries/vantage-silent.kql'), '__EXPECTED_VANTAGES__', string(vantageNames))

var rules = [
  {
    name: 'route-failing'
    title: 'Route fails from several vantages'
    severity: 1
    query: loadTextContent('../queries/route-failing.kql')
    measure: 'FailingVantages'
    threshold: failingVantageThreshold
    dimensions: ['Route']
    window: 'PT15M'
  }
  {
    name: 'vantage-failing'
    title: 'One vantage fails every route'
    severity: 1
    query: loadTextContent('../queries/vantage-failing.kql')
    measure: 'FailingRoutes'
    threshold: 1
    dimensions: ['Vantage']
    window: 'PT15M'
  }
  {
    name: 'vantage-silent'
    title: 'Vantage is silent'
    severity: 1
    query: silentQuery
    measure: 'Silent'
    threshold: 1
    dimensions: ['Vantage']
    window: 'PT15M'
  }
  {
    name: 'certificate-expiry'
    title: 'Certificate of a route expires within 21 days'
    severity: 2
    query: loadTextContent('../queries/certificate-expiry.kql')
    measure: 'Expiring'
    threshold: 1
    dimensions: ['Route']
    window: 'PT1H'
  }
  {
    name: 'incidents-unjudged'
    title: 'No app judges incidents'
    severity: 1
    query: loadTextContent('../queries/incidents-unjudged.kql')
    measure: 'Apps'
    threshold: 1
    dimensions: ['Event']
    window: 'PT15M'
  }
  {
    name: 'incident-opened'
    title: 'Incident opened'
    severity: 2
    query: loadTextContent('../queries/incident-opened.kql')
    measure: 'Incidents'
    threshold: 1
    dimensions: ['Component']
    window: 'PT15M'
  }
]

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-probefleet'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'ProbeFleet'
    enabled: true
    emailReceivers: [for email in alertEmails: {
      name: email
      emailAddress: email
      useCommonAlertSchema: true
    }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'alert-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: rule.title
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: rule.window
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: rule.query
          metricMeasureColumn: rule.measure
          timeAggregation: 'Maximum'
          operator: 'GreaterThanOrEqual'
          threshold: rule.threshold
          dimensions: map(rule.dimensions, dimension => {
            name: dimension
            operator: 'Include'
            values: ['*']
          })
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: { actionGroups: [actionGroup.id] }
  }
}]
