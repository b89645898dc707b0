import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildSchema, parse, validate, type FormattedExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TransportFailure, type Transport } from '../../../gateway/transport/transport.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { portalDocument } from '../../support/portal.ts';
import { drawOperation, type Literals } from './support/operations.ts';

const RUNS = 250;
const GB = { partner: 'GB', tags: ['GB-PUBLIC-SECTOR'] };
const SUBGRAPHS = ['catalogue', 'classification', 'contracts', 'devices'] as const;
const API = buildSchema(readFileSync(join(projectRoot(), 'schema', 'api.graphql'), 'utf8'));
/** Cursors are sealed anew each time. On `Evidence` the stock engine loses fragments (see the reference test). */
const WITHOUT: ReadonlySet<string> = new Set(['cursor', 'endCursor', 'startCursor', 'after', 'Evidence']);

const IDS = ['GB', 'GB:O', 'NATO', 'ms.azure-gov.key-vault', 'us-dod-jedi', 'ms.ase-mini-r', 'nobody'];
const LITERALS: Literals = {
  ID: IDS.map((it) => JSON.stringify(it)),
  String: ['"GB"', '"key"', '"NATO SECRET"', '""'],
  Int: ['1', '2'],
  Boolean: ['true', 'false'],
  Date: ['"2026-11-23"', '"2020-06-01"'],
  CountryCode: ['"GB"', '"CA"'],
  Ask: ['{ level: "GB:O" }', '{ level: "GB:S", residency: ["GB"] }', '{ level: "no such level" }'],
  OfferFilter: ['{}', '{ text: "vault" }', '{ outcomes: [NEEDS_REVIEW] }'],
  OfferingFilter: ['{}', '{ text: "vault" }'],
  DeviceModelFilter: ['{ offlineCapable: true }'],
  LabelInput: ['{ text: "NATO SECRET" }', '{ text: "UK OFFICIAL" }'],
};

/** What a subgraph does instead of answering. */
type Fault = 'is down' | 'refuses';
const fault: { subgraph?: string | undefined; kind?: Fault | undefined } = {};

function faulty(transport: Transport): Transport {
  return {
    ...transport,
    async call(subgraph, call) {
      if (subgraph !== fault.subgraph) return transport.call(subgraph, call);
      if (fault.kind === 'is down') throw new TransportFailure('down');
      const refused = { message: 'Not for you.', extensions: { code: 'FORBIDDEN' } };
      return { data: null, errors: [refused as never] };
    },
  };
}

let stock: TestGateway;
let ours: TestGateway;
beforeAll(async () => {
  const start = (engine: string) =>
    startTestGateway({ environment: { GATEWAY_ENGINE: engine }, around: faulty });
  [stock, ours] = await Promise.all([start('apollo'), start('compiled')]);
});
afterAll(() => Promise.all([stock.close(), ours.close()]));

/** Asks by both engines and compares what they answer. */
async function bothAnswer(query: string, variables: Record<string, unknown>): Promise<void> {
  const expected = (await stock.ask(GB, query, variables)) as FormattedExecutionResult;
  const came = (await ours.ask(GB, query, variables)) as FormattedExecutionResult;
  const what = `${JSON.stringify(fault)} ${query} ${JSON.stringify(variables)} ${JSON.stringify([came.errors, expected.errors])}`;
  expect(came.data, what).toEqual(expected.data);
  const causes = causesOf(expected);
  for (const it of causes) expect(causesOf(came), what).toContain(it);
  // What one field of a fetch takes along with it is an error of its own by our engine, and a silent null by the
  // stock one.
  const takenAlong = (expected.errors ?? []).map((it) =>
    JSON.stringify(['DOWNSTREAM_SERVICE_ERROR', it.extensions?.['service']]),
  );
  for (const it of causesOf(came)) expect([...causes, ...takenAlong], what).toContain(it);
  // The stock engine does not say which root fields a failed fetch concerns; ours says each of them.
  const placed = placesOf(came);
  for (const it of placesOf(expected)) if (!it.startsWith('[]')) expect(placed, what).toContain(it);
}

function causesOf({ errors = [] }: FormattedExecutionResult): string[] {
  return errors.map(({ extensions }) => JSON.stringify([extensions?.['code'], extensions?.['service']]));
}

function placesOf(answer: FormattedExecutionResult): string[] {
  const causes = causesOf(answer);
  return (answer.errors ?? []).map(({ path = [] }, index) => `${JSON.stringify(path)} ${causes[index]}`);
}

describe('over the product’s own subgraphs, both engines answer the same', () => {
  it('to any operation, whichever subgraph fails and how', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.gen(),
        fc.option(fc.constantFrom(...SUBGRAPHS), { nil: undefined }),
        fc.constantFrom<Fault>('is down', 'refuses'),
        async (g, subgraph, kind) => {
          const drawn = drawOperation(g, API, LITERALS, { depth: 3, without: WITHOUT });
          fc.pre(validate(API, parse(drawn.query)).length === 0);
          Object.assign(fault, { subgraph, kind });
          await bothAnswer(drawn.query, drawn.variables);
        },
      ),
      { numRuns: RUNS, endOnFailure: true, interruptAfterTimeLimit: 90_000 },
    );
  }, 120_000);

  it.each<[string, Record<string, unknown>]>([
    ['which-can-we-get', { ask: { level: 'GB:O' }, first: 20 }],
    ['why-not', { id: 'ms.azure-gov.key-vault', ask: { level: 'GB:S' } }],
    ['contract', { id: 'us-dod-jedi', on: '2020-06-01' }],
    ['models', {}],
  ])('to the portal’s %s, whichever subgraph is down', async (name, variables) => {
    for (const subgraph of [undefined, ...SUBGRAPHS]) {
      Object.assign(fault, { subgraph, kind: 'is down' });
      await bothAnswer(portalDocument(name), variables);
    }
  });
});
