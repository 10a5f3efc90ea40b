import { parse, stringify } from 'yaml';
import { parseBicep } from './bicep.mjs';
import { checks } from './run.mjs';
import { bicepFiles, json, text } from './repository.mjs';

/**
 * Deletes one thing at a time - a declaration, a parameter passed, an app setting, a property that keeps a resource safe, a field of a
 * document - and asks that a named check fails. A deletion that no check notices is a hole in the checks.
 */
export function runMutations(repository) {
  const all = [...templateMutations(repository), ...propertyMutations(repository), ...documentMutations(repository)];
  return [...new Set(all.map(({ group }) => group))].map((group) => ({
    name: `mutations: every ${group}`,
    problems: all.filter((mutation) => mutation.group === group && isUnnoticed(repository, mutation)).map(({ what }) => `nothing fails without ${what}`),
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

const without = (source, start, end) => source.slice(0, start) + source.slice(end);

/** Declarations, parameters passed to modules, and the items of lists of objects: app settings, alert rules, endpoints. */
function templateMutations(repository) {
  return bicepFiles(repository).flatMap((file) => {
    const model = parseBicep(text(repository, file));
    const mutation = (group, what, start, end) => ({ file, group, what: `${file}: ${what}`, source: without(model.source, start, end) });
    return model.declarations.flatMap((item) => [
      mutation(groupOf(item), `${item.kind} ${item.name}`, item.start, item.end),
      ...passed(item).map((entry) => mutation('module parameter passed', `${item.name}.${entry.namedChildren[0].text}`, entry.startIndex, entry.endIndex)),
      ...items(item).map((entry) => mutation('item of a list', `${item.name}: ${entry.text.slice(0, 60)}`, entry.startIndex, entry.endIndex)),
    ]);
  });
}

function groupOf(item) {
  if (item.kind !== 'resource') return item.kind;
  return item.target.startsWith('Microsoft.Authorization/') ? 'role assignment' : 'resource';
}

const passed = (item) => (item.kind === 'module' ? item.properties.get('params').namedChildren.filter((node) => node.type === 'object_property') : []);

function items(item) {
  const value = item.node.namedChildren.at(-1);
  return item.kind === 'var' && value.type === 'array' ? value.namedChildren : [];
}

/** What expected.json says of a resource's properties. */
function propertyMutations(repository) {
  return json(repository, 'eng/infra-checks/expected.json').resourceProperties.flatMap(({ file, resource, property }) => {
    const model = parseBicep(text(repository, file));
    const item = model.of('resource').find(({ name }) => name === resource);
    const last = property.split('.').at(-1);
    const at = model.source.slice(item.start, item.end).search(new RegExp(`\\b${last}: `));
    if (at < 0) return [];
    const start = item.start + at;
    const end = model.source.indexOf('\n', start);
    return [{ file, group: 'safety property', what: `${file}: ${resource}.${property}`, source: without(model.source, start, end) }];
  });
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
