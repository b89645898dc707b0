import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { configurationTable } from './configuration.ts';
import { contractTests } from './contract-tests.ts';
import { dataSources } from './data-sources.ts';
import { errorsTable } from './errors.ts';
import { gatesTable } from './gates.ts';
import { hostileInputs } from './hostile-inputs.ts';
import { metricsTable } from './metrics.ts';

/** The generated documents and what makes each. */
const DOCUMENTS: Readonly<Record<string, () => string>> = {
  'docs/configuration.md': configurationTable,
  'docs/contract-tests.md': contractTests,
  'docs/data-sources.md': dataSources,
  'docs/errors.md': errorsTable,
  'docs/gates.md': gatesTable,
  'docs/hostile-inputs.md': hostileInputs,
  'docs/metrics.md': metricsTable,
};

const check = process.argv.includes('--check');
const stale = Object.entries(DOCUMENTS).filter(([path, generate]) => {
  const file = join(projectRoot(), path);
  const text = generate();
  if (!check) writeFileSync(file, text);
  return check && readFileSync(file, 'utf8') !== text;
});
for (const [path] of stale) process.stderr.write(`${path} is out of date: run npm run docs.\n`);
process.stdout.write(
  check
    ? `${Object.keys(DOCUMENTS).length - stale.length} documents are up to date.\n`
    : 'Documents written.\n',
);
process.exitCode = stale.length > 0 ? 1 : 0;
