import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const folders = ['infra', '.github', '.devcontainer', 'eng/infra-checks/schemas', 'eng/deploy/hooks', 'tests/ProbeFleet.Infra.Tests/Snapshot'];
const files = ['azure.yaml', 'host.json', 'fleet.json', 'README.md', 'eng/infra-checks/expected.json'];

/** Reads every checked file once: path with forward slashes → text. Checks are pure functions of this map, so that a mutation is a changed map. */
export function readRepository() {
  const texts = new Map();
  const read = (relative) => texts.set(relative, fs.readFileSync(path.join(root, relative), 'utf8'));
  const walk = (folder) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const relative = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(relative);
      else read(relative);
    }
  };
  folders.filter((folder) => fs.existsSync(path.join(root, folder))).forEach(walk);
  files.filter((file) => fs.existsSync(path.join(root, file))).forEach(read);
  return texts;
}

/** The text of a file; an error that names it when it is missing. */
export function text(repository, file) {
  const found = repository.get(file);
  if (found === undefined) throw new Error(`${file} is missing`);
  return found;
}

export const json = (repository, file) => JSON.parse(text(repository, file));

export const bicepFiles = (repository) => [...repository.keys()].filter((file) => file.endsWith('.bicep'));
