import { contractChecks } from '../checks/contracts.mjs';
import { documentChecks } from '../checks/documents.mjs';

export const checks = { ...contractChecks, ...documentChecks };

/** Runs every named check. A check returns its problems; one that throws has that as its problem. */
export function runChecks(repository) {
  return Object.entries(checks).map(([name, check]) => {
    try {
      return { name, problems: check(repository) };
    } catch (error) {
      return { name, problems: [error.message] };
    }
  });
}
