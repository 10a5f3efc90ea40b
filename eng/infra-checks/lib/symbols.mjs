import { descendants } from './bicep.mjs';

/** The functions that these templates use. A new one is added here on purpose: a misspelt one is found here. */
const functions = new Set([
  'cidrSubnet', 'concat', 'environment', 'filter', 'guid', 'join', 'last', 'length', 'loadTextContent', 'map', 'min', 'replace', 'resourceGroup', 'split',
  'string', 'subscription', 'subscriptionResourceId', 'take', 'union', 'uniqueString',
]);
const decorators = new Set(['description', 'maxLength', 'metadata', 'minLength', 'minValue', 'sealed']);
const primitives = new Set(['array', 'bool', 'int', 'object', 'string']);

/** Every identifier that a file uses, with the names that loops and lambdas around it define. */
export function uses(model) {
  const found = [];
  for (const node of descendants(model.rootNode)) {
    if (node.type === 'identifier' && !isName(node)) found.push({ name: node.text, line: node.startPosition.row + 1, local: isLocal(node) });
  }
  return found;
}

/** The functions and decorators that a file calls but nobody knows. */
export function unknownFunctions(model) {
  return [...descendants(model.rootNode)]
    .filter((node) => node.type === 'call_expression')
    .filter((node) => !(node.parent.type === 'decorator' ? decorators : functions).has(node.childForFieldName('function').text))
    .map((node) => node.childForFieldName('function').text);
}

export const isPrimitive = (name) => primitives.has(name);

function isName(node) {
  const parent = node.parent;
  const first = parent.namedChildren[0].id === node.id;
  if (parent.type === 'object_property' || parent.type.endsWith('_declaration')) return first && !isWholeValue(parent, node);
  if (parent.type === 'call_expression') return parent.childForFieldName('function')?.id === node.id;
  return ['loop_variable', 'loop_enumerator'].includes(parent.type);
}

const isWholeValue = (parent, node) => parent.namedChildren.length === 1 && parent.namedChildren[0].id !== node.id;

function isLocal(node) {
  for (let around = node.parent; around; around = around.parent) {
    if (localNames(around).includes(node.text)) return true;
  }
  return false;
}

function localNames(node) {
  if (node.type === 'lambda_expression') return [node.namedChildren[0].text];
  if (node.type !== 'for_statement') return [];
  const initializer = node.childForFieldName('initializer')?.text;
  const pair = node.namedChildren.find((child) => child.type === 'for_loop_parameters');
  return [initializer, ...(pair?.namedChildren.map((child) => child.text) ?? [])];
}
