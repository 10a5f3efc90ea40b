import path from 'node:path';
import { parseBicep, properties, syntaxErrors, unquote } from '../lib/bicep.mjs';
import { bicepFiles, json, text } from '../lib/repository.mjs';
import { isPrimitive, unknownFunctions, uses } from '../lib/symbols.mjs';

const expected = (repository) => json(repository, 'eng/infra-checks/expected.json');
const each = (repository, check) =>
  bicepFiles(repository).flatMap((file) => check(parseBicep(text(repository, file)), file).map((problem) => `${file}: ${problem}`));
const modulePath = (file, target) => path.posix.join(path.posix.dirname(file), target);

/** What the compiler would say, as far as it can be said without it. */
export const templateChecks = {
  'bicep: every file parses': (repository) => each(repository, (model) => syntaxErrors(model).map((line) => `syntax error at line ${line}`)),

  'bicep: every module exists and every module file is used': (repository) => {
    const wanted = bicepFiles(repository).flatMap((file) =>
      parseBicep(text(repository, file)).of('module').map((item) => modulePath(file, item.target)));
    const missing = wanted.filter((file) => !repository.has(file)).map((file) => `${file} does not exist`);
    const unused = bicepFiles(repository).filter((file) => file !== 'infra/main.bicep' && !wanted.includes(file));
    return [...missing, ...unused.map((file) => `${file} is not used`)];
  },

  'bicep: parameters passed are parameters declared': (repository) => each(repository, (model, file) =>
    model.of('module').flatMap((item) => parameterProblems(repository, item, modulePath(file, item.target)))),

  'bicep: every symbol resolves and every name is unique': (repository) => each(repository, (model) => {
    const names = model.declarations.filter((item) => item.kind !== 'output').map((item) => item.name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is declared twice`);
    const unknown = uses(model).filter((use) => !use.local && !isPrimitive(use.name) && !names.includes(use.name));
    return [...twice, ...unknown.map((use) => `${use.name} at line ${use.line} is not declared`), ...unknownFunctions(model).map((name) => `${name}() is not known`)];
  }),

  'bicep: everything declared is used': (repository) => each(repository, (model) => {
    const used = new Set(uses(model).map((use) => use.name));
    return model.declarations
      .filter((item) => ['param', 'var', 'type'].includes(item.kind) || item.existing)
      .filter((item) => !used.has(item.name))
      .map((item) => `${item.kind} ${item.name} is not used`);
  }),

  'bicep: module outputs that are read exist and those that exist are read': (repository) => {
    const read = new Set();
    const problems = each(repository, (model, file) => [...model.source.matchAll(/\b(\w+)(?:\[\w+\])?\.\??outputs\.(\w+)/g)].flatMap(([, symbol, output]) => {
      const target = model.of('module').find((item) => item.name === symbol);
      if (target === undefined) return [`${symbol} is not a module`];
      const from = modulePath(file, target.target);
      read.add(`${from} ${output}`);
      const exists = repository.has(from) && parseBicep(text(repository, from)).of('output').some((item) => item.name === output);
      return exists ? [] : [`${from} has no output ${output}`];
    }));
    const unread = bicepFiles(repository).filter((file) => file !== 'infra/main.bicep').flatMap((file) =>
      parseBicep(text(repository, file)).of('output').filter((item) => !read.has(`${file} ${item.name}`)).map((item) => `${file}: output ${item.name} is not read`));
    return [...problems, ...unread];
  },

  'bicep: files that are loaded exist and are all loaded': (repository) => {
    const loaded = bicepFiles(repository).flatMap((file) =>
      [...text(repository, file).matchAll(/loadTextContent\('([^']+)'\)/g)].map(([, target]) => modulePath(file, target)));
    const idle = [...repository.keys()].filter((file) => /\.(kql|workbook\.json)$/.test(file) && !loaded.includes(file));
    return [...loaded.filter((file) => !repository.has(file)).map((file) => `${file} does not exist`), ...idle.map((file) => `${file} is not loaded`)];
  },

  'bicep: API versions are known': (repository) => each(repository, (model) => model.of('resource').flatMap(({ target, name }) => {
    const [type, version] = target.split('@');
    const known = expected(repository).apiVersions[type];
    return known === version ? [] : [`${name}: ${type}@${version}, known is ${known ?? 'nothing'}`];
  })),

  'bicep: outputs carry no secrets': (repository) => each(repository, (model) => model.of('output')
    .filter((item) => /listKeys|listSecrets|getSecret|primaryKey|InstrumentationKey|sharedKey/i.test(item.node.text))
    .map((item) => `output ${item.name} carries a secret`)),

  'bicep: house style holds': (repository) => each(repository, (model) => [
    ...(/\.\.\.|br[:/]|\bts:/.test(model.source) ? ['no spread and no registry modules'] : []),
    ...(/\w!(?!=)/.test(model.source) ? ['use .? and ??, not !'] : []),
    ...(/core\.windows\.net|vault\.azure\.net|azurewebsites\.net/.test(model.source) ? ['take suffixes from environment(): sovereign clouds differ'] : []),
  ]),

  'parameters: main.parameters.json names what main.bicep declares': (repository) => {
    const declared = parseBicep(text(repository, 'infra/main.bicep')).of('param').map((item) => item.name);
    const given = Object.keys(json(repository, 'infra/main.parameters.json').parameters);
    return [
      ...given.filter((name) => !declared.includes(name)).map((name) => `${name} is not declared`),
      ...declared.filter((name) => !given.includes(name)).map((name) => `${name} is not given`),
    ];
  },
};

function parameterProblems(repository, item, target) {
  if (!repository.has(target)) return [];
  const declared = parseBicep(text(repository, target)).of('param');
  const passed = [...properties(item.properties.get('params')).keys()];
  return [
    ...passed.filter((name) => !declared.some((param) => param.name === name)).map((name) => `${item.name} passes ${name}, which ${target} does not declare`),
    ...declared.filter((param) => param.required && !passed.includes(param.name)).map((param) => `${item.name} does not pass ${param.name}`),
  ];
}

/** Text of a property by path, such as properties.allowSharedKeyAccess; undefined when absent. */
export function propertyText(item, dotted) {
  const steps = dotted.split('.');
  let values = item.properties;
  for (const step of steps.slice(0, -1)) values = properties(values.get(step));
  const value = values.get(steps.at(-1));
  return value === undefined ? undefined : unquote(value.text);
}
