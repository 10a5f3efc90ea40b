import { createRequire } from 'node:module';
import path from 'node:path';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
const grammar = createRequire(import.meta.url).resolve('tree-sitter-bicep/package.json');
parser.setLanguage(await Language.load(path.join(path.dirname(grammar), 'tree-sitter-bicep.wasm')));

const declarationKinds = new Map([
  ['parameter_declaration', 'param'],
  ['variable_declaration', 'var'],
  ['type_declaration', 'type'],
  ['resource_declaration', 'resource'],
  ['module_declaration', 'module'],
  ['output_declaration', 'output'],
]);

const models = new Map();

/** Parses one Bicep text into its declarations. Equal texts are parsed once. */
export function parseBicep(source) {
  if (!models.has(source)) models.set(source, buildModel(source));
  return models.get(source);
}

export function* descendants(node) {
  for (const child of node.namedChildren) {
    yield child;
    yield* descendants(child);
  }
}

/** The entries of an object node: key → value node. */
export function properties(object) {
  const found = new Map();
  for (const entry of object?.namedChildren.filter((child) => child.type === 'object_property') ?? []) {
    found.set(unquote(entry.namedChildren[0].text), entry.namedChildren.at(-1));
  }
  return found;
}

export const unquote = (value) => value.replace(/^'(.*)'$/s, '$1');

/** The object that a declaration, perhaps with a loop and a condition around it, ends with. */
export function bodyOf(node) {
  const last = node.namedChildren.at(-1);
  if (last === undefined || last.type === 'object') return last;
  return ['for_statement', 'if_statement'].includes(last.type) ? bodyOf(last) : undefined;
}

function buildModel(source) {
  const rootNode = parser.parse(source).rootNode;
  const declarations = rootNode.namedChildren
    .filter((node) => declarationKinds.has(node.type))
    .map((node) => declaration(node, source));
  return { rootNode, source, declarations, of: (kind) => declarations.filter((item) => item.kind === kind) };
}

function declaration(node, source) {
  const kind = declarationKinds.get(node.type);
  const before = node.previousNamedSibling;
  const item = {
    kind,
    name: node.namedChildren[0].text,
    node,
    start: before?.type === 'decorators' ? before.startIndex : node.startIndex,
    end: node.endIndex,
  };
  if (kind === 'param') item.required = !/=/.test(withoutStrings(node.text));
  if (kind === 'resource' || kind === 'module') {
    item.target = unquote(node.namedChildren[1].text);
    item.existing = / existing\s*=/.test(node.text.split('\n')[0]);
    item.properties = properties(bodyOf(node));
  }
  return item;
}

const withoutStrings = (value) => value.replace(/'[^'\n]*'/g, "''");

/** Syntax errors, as line numbers. */
export function syntaxErrors(model) {
  const found = [];
  const visit = (node) => {
    if (node.isError || node.isMissing) found.push(node.startPosition.row + 1);
    else if (node.hasError) node.children.forEach(visit);
  };
  visit(model.rootNode);
  return found;
}
