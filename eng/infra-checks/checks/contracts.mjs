import { descendants, parseBicep, properties, unquote } from '../lib/bicep.mjs';
import { bicepFiles, json, text } from '../lib/repository.mjs';
import { propertyText } from './templates.mjs';

const expected = (repository) => json(repository, 'eng/infra-checks/expected.json');
const model = (repository, file) => parseBicep(text(repository, file));
const resource = (repository, file, name) => model(repository, file).of('resource').find((item) => item.name === name);
const variable = (repository, file, name) => model(repository, file).of('var').find((item) => item.name === name);

/** The two lists' differences, as problems. */
const compare = (actual, wanted, what) => [
  ...wanted.filter((name) => !actual.includes(name)).map((name) => `${what} ${name} is missing`),
  ...actual.filter((name) => !wanted.includes(name)).map((name) => `${what} ${name} is not expected`),
];

/** What the deployment promises to the app, to the hooks and to whoever trusts it. */
export const contractChecks = {
  'roles: every assignment is made, with its role and scope, and no other': (repository) => {
    const wanted = expected(repository).roleAssignments.map(({ file, name, scope, role }) => `${file}: ${name} = ${role} on ${scope}`);
    const names = Object.fromEntries(Object.entries(expected(repository).roleIds).map(([name, id]) => [id, name]));
    const actual = bicepFiles(repository).flatMap((file) => model(repository, file).of('resource')
      .filter((item) => item.target.startsWith('Microsoft.Authorization/roleAssignments@'))
      .map((item) => `${file}: ${item.name} = ${roleOf(repository, file, item, names)} on ${propertyText(item, 'scope')}`));
    return compare(actual, wanted, 'assignment');
  },

  'roles: every id is the role that its comment says': (repository) => bicepFiles(repository).flatMap((file) => {
    const ids = [...text(repository, file).matchAll(/'([0-9a-f]{8}-[0-9a-f-]{27})'/g)].map(([, id]) => id);
    const named = [...text(repository, file).matchAll(/^\/\/ Role: (.+)\nvar \w+ = '([0-9a-f-]{36})'/gm)];
    const wrong = named.filter(([, name, id]) => expected(repository).roleIds[name] !== id).map(([, name]) => `${file}: the id of ${name} is wrong`);
    return [...wrong, ...ids.filter((id) => !named.some((match) => match[2] === id)).map((id) => `${file}: ${id} has no comment with its role`)];
  }),

  'roles: a vantage cannot write the configuration': (repository) => model(repository, 'infra/modules/vantage-roles.bicep').of('resource')
    .filter((item) => ['fleetConfig', 'account', 'tableService'].includes(propertyText(item, 'scope')) && !/tableDataReader\)/.test(item.node.text))
    .map((item) => `${item.name} lets a vantage write FleetConfig`),

  'tables: every table is made, and each is the one its name says': (repository) => {
    const made = ['infra/modules/results-storage.bicep', 'infra/modules/vantage-roles.bicep'].map((file) => model(repository, file).of('resource')
      .filter((item) => item.target.includes('/tableServices/tables@'))
      .map((item) => ({ symbol: item.name, table: propertyText(item, 'name') })));
    const renamed = made.flat().filter(({ symbol, table }) => symbol.toLowerCase() !== table?.toLowerCase()).map(({ symbol }) => `${symbol} names another table`);
    return [...renamed, ...made.flatMap((tables) => compare(tables.map(({ table }) => table), expected(repository).tables, 'table'))];
  },

  'resources: every file holds what it must': (repository) => Object.entries(expected(repository).resources).flatMap(([file, wanted]) => {
    const actual = model(repository, file).of('resource').filter((item) => !item.existing).map((item) => item.target.split('@')[0]);
    return wanted.filter((type, index) => actual.filter((item) => item === type).length < wanted.slice(0, index + 1).filter((item) => item === type).length)
      .map((type) => `${file}: ${type} is missing`);
  }),

  'resources: what keeps them safe is set': (repository) => expected(repository).resourceProperties.flatMap(({ file, resource: name, property, value }) => {
    const item = resource(repository, file, name);
    const actual = item && propertyText(item, property);
    return actual === value ? [] : [`${file}: ${name}.${property} is ${actual ?? 'absent'}, must be ${value}`];
  }),

  'app settings: what infra sets is what the app and its host read': (repository) => {
    const contract = json(repository, 'infra/app-settings.json').settings;
    return ['vantage', 'host', 'premium'].flatMap((setBy) => {
      const list = variable(repository, 'infra/modules/app.bicep', `${setBy}Settings`);
      const actual = [...descendants(list.node)].filter((node) => node.type === 'object').map((node) => unquote(properties(node).get('name').text));
      return compare(actual, contract.filter((item) => item.setBy === setBy).map((item) => item.name), `${setBy} setting`);
    });
  },

  'app settings: what an operator may add is what is expected': (repository) => compare(
    json(repository, 'infra/app-settings.json').settings.filter((item) => item.setBy === 'operator').map((item) => item.name),
    expected(repository).operatorSettings, 'operator setting'),

  'app settings: all lists reach the site': (repository) => {
    const site = resource(repository, 'infra/modules/app.bicep', 'site');
    return ['vantageSettings', 'hostSettings', 'premiumSettings', 'secretReferences'].filter((name) => !site.node.text.includes(name)).map((name) => `${name} is not set`);
  },

  'app settings: credentials are Key Vault references': (repository) =>
    variable(repository, 'infra/modules/app.bicep', 'secretReferences').node.text.includes('@Microsoft.KeyVault(SecretUri=') ? [] : ['secretReferences holds something else'],

  'alerts: every rule exists and measures a column of its query': (repository) => {
    const wanted = expected(repository).alerts;
    const rules = alertRules(repository);
    const problems = compare(rules.map((rule) => rule.name), Object.keys(wanted), 'alert');
    return [...problems, ...rules.flatMap((rule) => alertProblems(repository, rule, wanted[rule.name]))];
  },

  'alerts: the silent vantage is found against the expected list': (repository) => [
    ...(/leftanti/.test(text(repository, 'infra/queries/vantage-silent.kql')) ? [] : ['vantage-silent.kql has no left-anti join: a silent source returns no rows']),
    ...(variable(repository, 'infra/modules/alerts.bicep', 'silentQuery')?.node.text.includes("'__EXPECTED_VANTAGES__', string(vantageNames)") ? [] : ['the expected list is not put in']),
  ],

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

  'private endpoints: each target has its DNS zone': (repository) => {
    const names = variable(repository, 'infra/modules/dns-zones.bicep', 'zoneNames').node.namedChildren.at(-1).namedChildren.map((node) => node.text);
    const zones = names.map((name) => (/privatelink\.(blob|table)\./.exec(name)?.[1] ?? (name.includes("'.vaultcore.'") ? 'vault' : name)));
    const ids = properties(model(repository, 'infra/modules/dns-zones.bicep').of('output')[0].node.namedChildren.at(-1));
    const targets = variable(repository, 'infra/modules/private-endpoints.bicep', 'targets').node.namedChildren.at(-1).namedChildren;
    const groups = targets.map((node) => unquote(properties(node).get('group').text));
    const wrong = zones.filter((zone, index) => ids.get(zone)?.text !== `zones[${index}].id`).map((zone) => `zoneIds.${zone} is another zone`);
    return [...compare(groups, ['blob', 'table', 'vault'], 'target'), ...compare(zones, groups, 'zone'), ...wrong];
  },

  'outputs: what the hooks read is given': (repository) =>
    compare(model(repository, 'infra/main.bicep').of('output').map((item) => item.name), expected(repository).outputs, 'output'),
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

function roleOf(repository, file, item, names) {
  const symbol = propertyText(item, 'properties.roleDefinitionId')?.match(/, (\w+)\)$/)?.[1];
  const inName = propertyText(item, 'name')?.match(/, (\w+)\)$/)?.[1];
  const id = symbol === inName && variable(repository, file, symbol)?.node.namedChildren.at(-1).text;
  return (id && names[unquote(id)]) ?? 'unknown role';
}

function alertRules(repository) {
  const list = variable(repository, 'infra/modules/alerts.bicep', 'rules').node.namedChildren.at(-1);
  return list.namedChildren.filter((node) => node.type === 'object').map((node) => {
    const fields = properties(node);
    const field = (name) => unquote(fields.get(name)?.text ?? '');
    return { name: field('name'), measure: field('measure'), query: field('query'), fields: [...fields.keys()], dimensions: field('dimensions') };
  });
}

function alertProblems(repository, rule, measure) {
  const fields = ['name', 'title', 'severity', 'query', 'measure', 'threshold', 'dimensions', 'window'];
  const file = `infra/queries/${rule.name}.kql`;
  const query = repository.get(file) ?? '';
  const columns = [rule.measure, ...[...rule.dimensions.matchAll(/'(\w+)'/g)].map(([, name]) => name)];
  return [
    ...compare(rule.fields, fields, `${rule.name}:`),
    ...(rule.measure === measure ? [] : [`${rule.name} measures ${rule.measure}, must be ${measure}`]),
    ...(rule.query.includes(`${rule.name}.kql`) || rule.query === 'silentQuery' ? [] : [`${rule.name} does not load ${file}`]),
    ...columns.filter((column) => !new RegExp(`\\b${column}\\b`).test(query)).map((column) => `${file} has no column ${column}`),
  ];
}
