import { runChecks } from './lib/run.mjs';
import { readRepository } from './lib/repository.mjs';

const repository = readRepository();
const results = runChecks(repository);
if (process.argv.includes('--mutations')) {
  const { runMutations } = await import('./lib/mutations.mjs');
  results.push(...runMutations(repository));
}
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(results));
} else {
  for (const { name, problems } of results) {
    console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    problems.forEach((problem) => console.log(`       ${problem}`));
  }
}
process.exitCode = results.some(({ problems }) => problems.length > 0) ? 1 : 0;
