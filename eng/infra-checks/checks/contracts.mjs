import path from 'node:path';
import { bicepFiles, json, text } from '../lib/repository.mjs';

/** What the compiler made of a fleet of two kinds of vantage. A test keeps it equal to the templates: see CONTRIBUTING.md. */
export const snapshotFile = 'tests/ProbeFleet.Infra.Tests/Snapshot/fleet.snapshot.json';

const expected = (repository) => json(repository, 'eng/infra-checks/expected.json');
const deployed = (repository, type) => json(repository, snapshotFile).predictedResources.filter((item) => item.type === type);
const site = (repository, plan) => deployed(repository, 'Microsoft.Web/sites').find((item) => (item.properties.functionAppConfig !== null) === (plan === 'flex'));
const settings = (repository, plan) => site(repository, plan).properties.siteConfig.appSettings;

/** The two lists' differences, as problems. */
const compare = (actual, wanted, what) => [
  ...wanted.filter((name) => !actual.includes(name)).map((name) => `${what} ${name} is missing`),
  ...actual.filter((name) => !wanted.includes(name)).map((name) => `${what} ${name} is not expected`),
];

/** What the deployment promises to the app, to the hooks and to whoever trusts it, as far as no compiler can know it. */
export const contractChecks = {
  'bicep: every module and every query is used': (repository) => {
    const named = bicepFiles(repository).flatMap((file) => [...text(repository, file).matchAll(/'([^'\n]+\.(?:bicep|kql|json))'/g)]
      .map(([, target]) => path.posix.join(path.posix.dirname(file), target)));
    const files = [...repository.keys()].filter((file) => file !== 'infra/main.bicep' && /^infra\/.+\.(bicep|kql|workbook\.json)$/.test(file));
    return files.filter((file) => !named.includes(file)).map((file) => `${file} is not used`);
  },

  'roles: every id is the role that its comment says': (repository) => bicepFiles(repository).flatMap((file) => {
    const ids = [...text(repository, file).matchAll(/'([0-9a-f]{8}-[0-9a-f-]{27})'/g)].map(([, id]) => id);
    const named = [...text(repository, file).matchAll(/^\/\/ Role: (.+)\nvar \w+ = '([0-9a-f-]{36})'/gm)];
    const wrong = named.filter(([, name, id]) => expected(repository).roleIds[name] !== id).map(([, name]) => `${file}: the id of ${name} is wrong`);
    return [...wrong, ...ids.filter((id) => !named.some((match) => match[2] === id)).map((id) => `${file}: ${id} has no comment with its role`)];
  }),

  'roles: a vantage cannot write the configuration': (repository) => {
    const vantages = deployed(repository, 'Microsoft.Authorization/roleAssignments').filter(({ properties }) => properties.principalType === 'ServicePrincipal');
    const reader = expected(repository).roleIds['Storage Table Data Reader'];
    const reached = vantages.filter(({ id }) => /storageAccounts\/stresults\w+(\/tableServices\/default(\/tables\/FleetConfig)?)?'/.test(id));
    const writes = reached.filter(({ properties }) => !properties.roleDefinitionId.endsWith(reader));
    const count = deployed(repository, 'Microsoft.Web/sites').length;
    return [...writes.map(({ id }) => `a vantage can write FleetConfig: ${id}`), ...(reached.length === count ? [] : [`${reached.length} of ${count} vantages read FleetConfig`])];
  },

  'groups: those of two environments cannot meet': (repository) => {
    const suffix = deployed(repository, 'Microsoft.KeyVault/vaults')[0].name.replace('kv-', '-');
    return deployed(repository, 'Microsoft.Resources/resourceGroups').filter(({ name }) => !name.endsWith(suffix))
      .map(({ name }) => `${name} does not end with what only this environment has`);
  },

  'app settings: what infra sets is what the app and its host read': (repository) => {
    const contract = json(repository, 'infra/app-settings.json').settings;
    return Object.entries({ flex: ['vantage', 'host'], premium: ['vantage', 'host', 'premium'] }).flatMap(([plan, setBy]) => compare(
      settings(repository, plan).map(({ name }) => name),
      [...contract.filter((item) => setBy.includes(item.setBy)).map(({ name }) => name), ...expected(repository).secretSettings],
      `${plan} setting`));
  },

  'app settings: credentials are Key Vault references': (repository) => ['flex', 'premium'].flatMap((plan) => settings(repository, plan)
    .filter(({ name, value }) => expected(repository).secretSettings.includes(name) && !value.includes('@Microsoft.KeyVault(SecretUri='))
    .map(({ name }) => `${plan}: ${name} is no reference`)),

  'app settings: what an operator may add is what is expected': (repository) => compare(
    json(repository, 'infra/app-settings.json').settings.filter((item) => item.setBy === 'operator').map((item) => item.name),
    expected(repository).operatorSettings, 'operator setting'),

  'flex: nothing is set that Azure refuses there (error 51021)': (repository) => {
    const refused = expected(repository).flexRefuses;
    const properties = Object.keys(site(repository, 'flex').properties.siteConfig);
    const names = settings(repository, 'flex').map(({ name }) => name);
    return [...properties.filter((name) => refused.siteConfig.includes(name)), ...names.filter((name) => refused.appSettings.includes(name))]
      .map((name) => `${name} is not for Flex Consumption, not even as null`);
  },

  'alerts: every rule exists, starts with a table and measures a column of its query': (repository) => {
    const wanted = expected(repository).alerts;
    const rules = deployed(repository, 'Microsoft.Insights/scheduledQueryRules');
    return [
      ...compare(rules.map(({ name }) => name.replace('alert-', '')), Object.keys(wanted), 'alert'),
      ...rules.flatMap((rule) => alertProblems(rule.name, rule.properties.criteria.allOf[0], wanted[rule.name.replace('alert-', '')])),
    ];
  },

  'alerts: the silent vantage is found against the expected list': (repository) => {
    const rule = deployed(repository, 'Microsoft.Insights/scheduledQueryRules').find(({ name }) => name === 'alert-vantage-silent');
    const list = JSON.stringify(settings(repository, 'flex').find(({ name }) => name === 'PROBEFLEET_EXPECTED_VANTAGES').value.split(','));
    const query = rule.properties.criteria.allOf[0].query;
    return [
      ...(query.includes(`set_difference(dynamic(${list}), `) ? [] : ['vantage-silent.kql does not start from the expected list: a silent source has no rows']),
      ...(/summarize \w+ = make_set\(Location\)\n/.test(query) ? [] : ['vantage-silent.kql must summarize without "by": otherwise an empty table has no row at all']),
    ];
  },

  'telemetry: what is queried is what the app emits': (repository) => {
    const { availability, events } = json(repository, 'infra/telemetry.json');
    const { table: eventTable, ...named } = events;
    const emitted = Object.values(named).flatMap(Object.keys);
    return [
      ...compare(queried(repository, availability.table), Object.keys(availability.properties), `${availability.table}:`),
      ...compare(queried(repository, eventTable), [...new Set([...emitted, ...Object.keys(named)])], `${eventTable}:`),
      ...queries(repository).filter((query) => !query.includes(availability.table) && !query.includes(eventTable)).map((query) => `unknown table in ${query.slice(0, 40)}`),
    ];
  },

  'telemetry: availability records have the attributes that Azure Monitor knows': (repository) => compare(
    Object.keys(json(repository, 'infra/telemetry.json').availability.attributes),
    expected(repository).availabilityAttributes.map((name) => `microsoft.availability.${name}`), 'attribute'),

  'outputs: what the hooks read is given': (repository) => compare(Object.keys(json(repository, snapshotFile).outputs), expected(repository).outputs, 'output'),
};

/** Every query: of the alerts, and of the workbook's items. */
function queries(repository) {
  const alerts = [...repository].filter(([file]) => file.endsWith('.kql')).map(([, source]) => source);
  const workbook = json(repository, 'infra/fleet.workbook.json').items.map((item) => item.content.query).filter(Boolean);
  return [...alerts, ...workbook];
}

function queried(repository, table) {
  const sources = queries(repository).filter((query) => query.includes(table)).join('\n');
  return [...new Set([...sources.matchAll(/'(probefleet\.[a-z_.]+)'/g)].map(([, name]) => name))];
}

function alertProblems(name, { query, metricMeasureColumn, dimensions }, measure) {
  const columns = [metricMeasureColumn, ...dimensions.map((dimension) => dimension.name)];
  return [
    ...(metricMeasureColumn === measure ? [] : [`${name} measures ${metricMeasureColumn}, must be ${measure}`]),
    ...(/^App\w+\n\|/.test(query) ? [] : [`${name} does not start with a table`]),
    ...columns.filter((column) => !new RegExp(`\\b${column}\\b( =|$|,)|by .*\\b${column}\\b`, 'm').test(query)).map((column) => `${name}: the query has no column ${column}`),
  ];
}
