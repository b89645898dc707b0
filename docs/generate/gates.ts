import { FINDING_STATUSES, OUTCOMES } from '../../subgraphs/catalogue/eligibility/decision.ts';
import { GATES } from '../../subgraphs/catalogue/eligibility/gates.ts';
import type { Gate } from '../../subgraphs/catalogue/eligibility/gate.ts';
import { tableRow } from './table.ts';

/** `docs/gates.md`: every gate's law, the facts it reads, and every code it may answer with. */
export function gatesTable(): string {
  return [
    '# The gates',
    '',
    'Generated from `subgraphs/catalogue/eligibility/gates/` (`npm run docs`). Every gate is evaluated, none stops another,',
    'and their order never changes an outcome. What may not be disclosed is absent before any gate is asked.',
    '',
    `A finding says ${FINDING_STATUSES.join(', ')}. The best way decides, in this order: ${OUTCOMES.join(', ')}.`,
    '',
    ...GATES.flatMap(section),
  ].join('\n');
}

function section(gate: Gate): string[] {
  const reads = gate.reads.map(({ facts, when }) =>
    when === 'always' ? `${facts} facts` : `${facts} facts, when ${when}`,
  );
  return [
    `## ${gate.name}`,
    '',
    gate.law,
    '',
    `Reads the offering's requirement profile and the ask${reads.length > 0 ? `; ${reads.join('; ')}` : ' alone'}.`,
    '',
    '| Code | Status | Meaning | Unlock |',
    '|---|---|---|---|',
    ...Object.entries(gate.codes).map(([code, { status, meaning, unlock }]) =>
      tableRow([`\`${code}\``, status, meaning, unlock ?? '']),
    ),
    '',
  ];
}
