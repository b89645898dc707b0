import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { ALL_CHECKS } from '../../tests/contract/checks/all.ts';
import { ALL_MUTANTS } from '../../tests/contract/mutations/all.ts';
import { tableRow } from './table.ts';

const BEGIN = '<!-- generated: npm run docs -->';
const END = '<!-- /generated -->';

/** `docs/contract-tests.md`: as it is written, with the tables of the checks and of what the tests break. */
export function contractTests(): string {
  const text = readFileSync(join(projectRoot(), 'docs/contract-tests.md'), 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const [, after = ''] = rest.split(END);
  return [before, BEGIN, '\n', tables().join('\n'), '\n', END, after].join('');
}

function tables(): string[] {
  return [
    '',
    '## The checks',
    '',
    '| Check | What holds |',
    '|---|---|',
    ...ALL_CHECKS.map(({ name, says }) => tableRow([`\`${name}\``, says])),
    '',
    '## What they find',
    '',
    `\`tests/contract/mutations.test.ts\` breaks the contracts in ${ALL_MUTANTS.length} ways, one at a time, in the SDL, in the`,
    'answers, or in the subgraph itself. The check that is named finds each; without them all checks are kept.',
    '',
    '| What is broken | Subgraph | Found by |',
    '|---|---|---|',
    ...ALL_MUTANTS.map(({ what, subgraph, check }) => tableRow([what, subgraph, `\`${check}\``])),
    '',
  ];
}
