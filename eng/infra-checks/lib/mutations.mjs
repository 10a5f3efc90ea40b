import { parse, stringify } from 'yaml';
import { snapshotFile } from '../checks/contracts.mjs';
import { checks } from './run.mjs';
import { json, text } from './repository.mjs';

/**
 * Deletes one thing at a time - a field of a document, a setting of an app, an alert rule - or adds one that must not be there, and asks
 * that a named check fails. A change that no check notices is a hole in the checks. What the templates alone say is the compiler's and
 * the snapshot's to guard.
 */
export function runMutations(repository) {
  const all = [...deploymentMutations(repository), ...textMutations(repository), ...documentMutations(repository)];
  return [...new Set(all.map(({ group }) => group))].map((group) => ({
    name: `mutations: every ${group}`,
    problems: all.filter((mutation) => mutation.group === group && isUnnoticed(repository, mutation)).map(({ what }) => `nothing fails with ${what}`),
  }));
}

function isUnnoticed(repository, { file, source }) {
  const changed = new Map(repository).set(file, source);
  return Object.values(checks).every((check) => {
    try {
      return check(changed).length === 0;
    } catch {
      return false;
    }
  });
}

/** What the compiler would make of templates that say something else. */
function deploymentMutations(repository) {
  const mutation = (group, what, change) => {
    const deployment = json(repository, snapshotFile);
    change(deployment.predictedResources, deployment);
    return { file: snapshotFile, group, what, source: JSON.stringify(deployment) };
  };
  const of = (resources, type) => resources.filter((item) => item.type === type);
  const sites = of(json(repository, snapshotFile).predictedResources, 'Microsoft.Web/sites');
  const siteConfig = (resources, name) => of(resources, 'Microsoft.Web/sites').find((item) => item.name === name).properties.siteConfig;
  const flex = sites.find((item) => item.properties.functionAppConfig).name;
  const { siteConfig: properties, appSettings } = json(repository, 'eng/infra-checks/expected.json').flexRefuses;
  return [
    ...sites.flatMap(({ name, properties: { siteConfig: { appSettings: all } } }) => all.map((setting, index) =>
      mutation('app setting', `no ${setting.name} of ${name}`, (resources) => siteConfig(resources, name).appSettings.splice(index, 1)))),
    ...properties.map((name) => mutation('property that flex refuses', name, (resources) => { siteConfig(resources, flex)[name] = null; })),
    ...appSettings.map((name) => mutation('setting that flex refuses', name, (resources) => { siteConfig(resources, flex).appSettings.push({ name, value: '' }); })),
    ...sites.map(({ name }) => mutation('literal credential', name, (resources) => {
      siteConfig(resources, name).appSettings.find((setting) => setting.name === 'OPENAI_API_KEY').value = 'a key';
    })),
    ...[0, 1, 2].map((index) => mutation('group without suffix', index, (resources) => { of(resources, 'Microsoft.Resources/resourceGroups')[index].name = 'rg-prod'; })),
    ...['Contributor', 'Reader'].map((kind) => mutation('role on FleetConfig', kind, (resources) => {
      const read = of(resources, 'Microsoft.Authorization/roleAssignments').find(({ id, properties: { principalType } }) =>
        principalType === 'ServicePrincipal' && id.includes('/FleetConfig\''));
      if (kind === 'Reader') read.id = '';
      else read.properties.roleDefinitionId = 'another';
    })),
    ...Object.keys(json(repository, 'eng/infra-checks/expected.json').alerts).flatMap((name) => {
      const rule = (resources) => of(resources, 'Microsoft.Insights/scheduledQueryRules').find((item) => item.name === `alert-${name}`);
      const condition = (resources) => rule(resources).properties.criteria.allOf[0];
      return [
        mutation('alert', `no ${name}`, (resources) => resources.splice(resources.indexOf(rule(resources)), 1)),
        mutation('alert', `another measure of ${name}`, (resources) => { condition(resources).metricMeasureColumn = 'TimeGenerated'; }),
        mutation('alert', `another dimension of ${name}`, (resources) => { condition(resources).dimensions[0].name = 'Nothing'; }),
        mutation('alert', `print first in ${name}`, (resources) => { condition(resources).query = `print Silent = 1\n| ${condition(resources).query}`; }),
      ];
    }),
    mutation('alert', 'a silent vantage by itself', (resources) => {
      const silent = of(resources, 'Microsoft.Insights/scheduledQueryRules').find(({ name }) => name === 'alert-vantage-silent').properties.criteria.allOf[0];
      silent.query = silent.query.replace('make_set(Location)', 'make_set(Location) by Location');
    }),
    ...json(repository, 'eng/infra-checks/expected.json').outputs.map((name) => mutation('output', `no ${name}`, (_, deployment) => delete deployment.outputs[name])),
  ];
}

/** Changes of texts that have no schema. */
function textMutations(repository) {
  const change = (group, file, from, to) => ({ file, group, what: `${file}: ${from}`, source: text(repository, file).replace(from, to) });
  const workflow = '.github/workflows/azure-dev.yml';
  return [
    ...Object.keys(parse(text(repository, workflow)).jobs.deploy.env).filter((name) => /^PROBEFLEET_/.test(name))
      .map((name) => change('variable of the pipeline', workflow, new RegExp(`^ +${name}: .*\n`, 'm'), '')),
    ...[...text(repository, 'infra/main.parameters.json').matchAll(/:-null/g)].map((_, index) => {
      let seen = 0;
      return change('list that may be empty', 'infra/main.parameters.json', /:-null/g, (whole) => (seen++ === index ? '' : whole));
    }),
    change('role id', 'infra/modules/key-vault.bicep', 'b86a8fe4', 'b86a8fe5'),
    change('module that is used', 'infra/main.bicep', 'modules/workbook.bicep', 'modules/other.bicep'),
    change('version of azd', 'README.md', /azd-install\) [\d.]+/, 'azd-install) 1.0'),
    change('version of azd', 'azure.yaml', '>= 1.25.0', '>= 1.24.0'),
  ];
}

/** Every field of every document that a schema describes, however deep, and every field of the schemas' own rules about what is required. */
function documentMutations(repository) {
  const documents = [
    'azure.yaml', 'host.json', 'infra/app-settings.json', 'infra/main.parameters.json', 'infra/telemetry.json', 'infra/fleet.workbook.json',
    'eng/infra-checks/schemas/azure.yaml.schema.json',
  ];
  return documents.flatMap((file) => {
    const yaml = file.endsWith('.yaml');
    const read = () => (yaml ? parse(text(repository, file)) : json(repository, file));
    const write = (value) => (yaml ? stringify(value) : JSON.stringify(value));
    return paths(read(), file).map((path) => {
      const value = read();
      const holder = path.slice(0, -1).reduce((inner, key) => inner[key], value);
      if (Array.isArray(holder)) holder.splice(path.at(-1), 1);
      else delete holder[path.at(-1)];
      return { file, group: `field of ${file}`, what: `${file}: ${path.join('.')}`, source: write(value) };
    });
  });
}

/** Prose may be reworded or dropped, and the look of the workbook is a matter of taste: the rest must be noticed. */
function paths(value, file) {
  const optional = file.includes('telemetry') ? /(^|\.)description$/ : /typeSettings\.|parameters\.\d+\.value\.|fallbackResourceIds\./;
  const all = [];
  const walk = (inner, path) => {
    for (const key of Array.isArray(inner) ? inner.keys() : Object.keys(inner)) {
      all.push([...path, key]);
      if (inner[key] !== null && typeof inner[key] === 'object') walk(inner[key], [...path, key]);
    }
  };
  walk(value, []);
  const depth = file.includes('schemas/') ? 2 : Infinity;
  return all.filter((path) => path.length <= depth && !optional.test(path.join('.')));
}
