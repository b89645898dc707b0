import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isLeafType, getNamedType, isObjectType, type FormattedExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { supergraphAccess } from '../../../gateway/authorization/supergraph-access.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { codes, ENGINE_NAMES } from './support/guarded.ts';
import { argumentsOf, asking, KINDS, waysTo } from './support/paths.ts';

const read = (file: string) => readFileSync(join(projectRoot(), 'schema', file), 'utf8');
const api = buildSchema(read('api.graphql'));
const access = supergraphAccess(read('supergraph.graphql'));
const ways = waysTo(api);

/** Every field that not everybody may have, with all leaves of its type that are like it. */
const PROTECTED = Object.values(api.getTypeMap()).flatMap((type) => {
  if (!isObjectType(type) || type.name.startsWith('__') || !ways.has(type.name)) return [];
  const known = access.schema.getType(type.name);
  if (!isObjectType(known)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const rules = access.ofSelection(known, field.name);
    if (rules.length === 0) return [];
    const inner = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
    return [
      {
        type: type.name,
        field: field.name,
        rules,
        selection: `${field.name}${argumentsOf(field.args)}${inner}`,
      },
    ];
  });
});

const valuesIn = (value: unknown): unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(valuesIn) : [value];
const given = ({ data }: FormattedExecutionResult) => valuesIn(data).filter((it) => it !== null);

describe('the product’s supergraph', () => {
  it('protects what subgraphs kept from the anonymous and from those without a scope', () => {
    const names = new Set(PROTECTED.map((it) => `${it.type}.${it.field}`));
    for (const it of [
      'Query.viewer',
      'Query.contract',
      'Query.device',
      'Partner.contracts',
      'Offering.decision',
      'Offering.price',
      'Viewer.offers',
      'Contract.audit',
      'Mutation.placeHold',
      'Mutation.syncDevice',
    ]) {
      expect(names).toContain(it);
    }
    expect(PROTECTED.length).toBeGreaterThan(300);
    const open = [
      'Query.offerings',
      'Query.deviceModels',
      'Query.schemes',
      'Query.partners',
      'Offering.name',
      'Level.id',
    ];
    for (const it of open) expect(names).not.toContain(it);
  });
});

describe.each(ENGINE_NAMES)('over HTTP, the %s engine', (engine) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ environment: { GATEWAY_ENGINE: engine } });
  });
  afterAll(() => gateway.close());

  it.each(KINDS)('gives the anonymous no protected field, by %s, and reads nothing for it', async (kind) => {
    gateway.forgetStatements();
    for (const type of new Set(PROTECTED.map((it) => it.type))) {
      const fields = PROTECTED.filter((it) => it.type === type);
      const selection = fields.map((it) => it.selection).join(' ');
      const query = asking(ways.get(type)!, type, selection, kind);
      const answer = await gateway.ask(null, query);
      // What is public on the way may be asked for by its name alone.
      if (kind === 'the type’s name' && !answer.errors) continue;
      expect(given(answer), query).toEqual([]);
      expect(new Set(Object.values(codes(answer))), `${query} ${JSON.stringify(answer)}`).toEqual(
        new Set(['UNAUTHENTICATED']),
      );
    }
    if (kind !== 'the type’s name') expect(gateway.statements).toEqual([]);
  });

  it('gives those without a scope nothing that needs one, and reads nothing for it', async () => {
    const scoped = PROTECTED.filter((it) => it.rules.some(({ kind }) => kind === 'scopes'));
    expect(scoped.length).toBeGreaterThan(20);
    gateway.forgetStatements();
    for (const { type, field, selection } of scoped) {
      const answer = await gateway.ask({ partner: 'GB' }, asking(ways.get(type)!, type, selection, 'plain'));
      expect(given(answer), `${type}.${field}`).toEqual([]);
      expect(new Set(Object.values(codes(answer))), `${type}.${field}`).toEqual(new Set(['FORBIDDEN']));
    }
    expect(gateway.statements).toEqual([]);
  });

  it('answers what is public around something that is not', async () => {
    const query = `{ offering(id: "ms.azure-gov.key-vault") { name price { amount } decision(ask: { level: "GB:S" }) { outcome } } viewer { id } partner(id: "GB") { name contracts { totalCount } } }`;
    const answer = await gateway.ask(null, query);
    expect(answer.data).toEqual({
      offering: { name: 'Key Vault', price: null, decision: null },
      viewer: null,
      partner: { name: 'United Kingdom', contracts: null },
    });
    expect(codes(answer)).toEqual({
      'offering.price': 'UNAUTHENTICATED',
      'offering.decision': 'UNAUTHENTICATED',
      viewer: 'UNAUTHENTICATED',
      'partner.contracts': 'UNAUTHENTICATED',
    });
  });

  it('leaves the schema to be introspected by whoever may', async () => {
    const query = '{ __schema { queryType { name } } __type(name: "Contract") { fields { name } } }';
    const { data, errors } = await gateway.ask(null, query);
    expect(errors).toBeUndefined();
    expect(data?.__type.fields.length).toBeGreaterThan(10);
  });
});

describe('over HTTP, a strict gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ environment: { AUTHORIZATION: 'refuse' } });
  });
  afterAll(() => gateway.close());

  const post = async (asker: { partner: string } | null, query: string) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(asker ? { authorization: `Bearer ${await gateway.token(asker)}` } : {}),
      },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, answer: (await response.json()) as FormattedExecutionResult };
  };

  it.each([
    [null, '{ categories { name } viewer { id } }', 401, 'UNAUTHENTICATED'],
    [
      { partner: 'GB' },
      '{ categories { name } contract(id: "us-dod-jedi") { audit { totalCount } } }',
      403,
      'FORBIDDEN',
    ],
  ] as const)('refuses the whole request: %j %s', async (asker, query, status, code) => {
    gateway.forgetStatements();
    const refused = await post(asker, query);
    expect(refused.status).toBe(status);
    expect(refused.answer.data).toBeUndefined();
    expect(refused.answer.errors).toMatchObject([{ extensions: { code } }]);
    expect(JSON.stringify(refused.answer)).not.toContain('http');
    expect(gateway.statements).toEqual([]);
  });

  it('answers what is all allowed', async () => {
    expect((await post(null, '{ schemes { id } }')).status).toBe(200);
    expect((await post({ partner: 'GB' }, '{ viewer { id } }')).answer).toEqual({
      data: { viewer: { id: 'GB:user' } },
    });
  });
});
