import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attestor, type Attestor } from '../../platform/identity/attestation.ts';
import { newSigningKey, type SigningKey } from '../../platform/identity/keys.ts';
import { catalogueSubgraph } from '../../subgraphs/catalogue/index.ts';
import {
  STATEMENT_TYPE,
  statementOf,
  type Statement,
} from '../../subgraphs/catalogue/statements/statement.ts';
import { decide } from '../../subgraphs/catalogue/eligibility/decide.ts';
import { verifiedStatement } from '../../subgraphs/catalogue/statements/verify.ts';
import { dataVersionOf } from '../../subgraphs/catalogue/statements/data-version.ts';
import { anyWorld } from '../support/eligibility-arbitraries.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { hostInMemory, asPartner } from '../support/subgraph.ts';
import { TestProcess, type Ended } from '../support/process.ts';

const PATH = '/.well-known/eligibility-statement-jwks.json';
const OFFERS = `query ($ask: Ask!, $first: Int!) {
  viewer { offers(ask: $ask, first: $first) { edges { node { id } decision { outcome dataVersion decidedFor statement } } } }
}`;

const claimsOf = (jws: string): Statement => decodeJwt(jws) as unknown as Statement;

describe('a statement that the gateway gives', () => {
  let gateway: TestGateway;
  let keys: ReturnType<typeof createLocalJWKSet>;
  beforeAll(async () => {
    gateway = await startTestGateway();
    keys = createLocalJWKSet((await (await fetch(`${gateway.url}${PATH}`)).json()) as never);
  });
  afterAll(() => gateway.close());

  it.each([
    ['CA', 'CA:PB'],
    ['GB', 'GB:S'],
    ['US', 'US:U'],
    ['NATO', 'NATO:NS'],
  ])('to %s at %s is verified with the published keys, and decided again', async (partner, level) => {
    const ask = { level, on: '2026-11-23' };
    const { viewer } = await gateway.data({ partner, tags: ['US-DOD'] }, OFFERS, { ask, first: 40 });
    expect(viewer.offers.edges.length).toBe(40);
    for (const { node, decision } of viewer.offers.edges) {
      const statement = await verifiedStatement(decision.statement, keys);
      expect(statement).toMatchObject({
        offering: node.id,
        asker: { partner, tags: ['US-DOD'] },
        ask,
        decision: { outcome: decision.outcome, dataVersion: decision.dataVersion },
      });
    }
  });

  it('is small, says what it is, and names no user', async () => {
    const query = `{ offering(id: "aws.canada.access-analyzer") { decision(ask: { level: "CA:PB" }) { statement } } }`;
    const { offering } = await gateway.data({ partner: 'CA', subject: 'alice-of-ca' }, query);
    const jws = offering.decision.statement as string;
    expect(jws.length).toBeLessThan(30_000);
    expect(decodeProtectedHeader(jws)).toMatchObject({ alg: 'EdDSA', typ: STATEMENT_TYPE });
    expect(JSON.stringify(claimsOf(jws))).not.toContain('alice-of-ca');
  });

  it('is refused where anything of it was changed', async () => {
    const { viewer } = await gateway.data({ partner: 'CA' }, OFFERS, { ask: { level: 'CA:PB' }, first: 1 });
    const jws = viewer.offers.edges[0].decision.statement as string;
    const [header, payload = '', signature] = jws.split('.');
    const edited = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace('NEEDS_REVIEW', 'ELIGIBLE'),
    ).toString('base64url');
    const wrong = /its signature is not one of what it says/;
    await expect(verifiedStatement(`${header}.${edited}.${signature}`, keys)).rejects.toThrow(wrong);
    await expect(verifiedStatement(`${jws.slice(0, -4)}AAAA`, keys)).rejects.toThrow(wrong);
    await expect(verifiedStatement(`${header}.${payload}`, keys)).rejects.toThrow('expected a compact JWS');
  });

  it('publishes nothing private with its keys', async () => {
    const response = await fetch(`${gateway.url}${PATH}`);
    expect(response.headers.get('content-type')).toMatch(/^application\/jwk-set\+json/);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    const { keys: published } = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(published.map((it) => Object.keys(it).sort())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x']]);
  });
});

describe('a statement', () => {
  let key: SigningKey;
  let signer: Attestor;
  let keys: ReturnType<typeof createLocalJWKSet>;
  beforeAll(async () => {
    key = await newSigningKey();
    signer = attestor(key);
    keys = createLocalJWKSet({ keys: [key.publicJwk] });
  });

  const anyStatement = anyWorld.chain(({ profile, facts, ask, asker }) => {
    const decision = decide(profile, facts, ask, asker, dataVersionOf(profile.id, facts));
    if (!decision) return fc.constant(null);
    const now = new Date('2026-11-23T12:00:00Z');
    return fc.constant(statementOf({ offering: 'o1', asker, ask, profile, facts, decision, now }));
  });

  it('holds whatever was decided', async () => {
    await fc.assert(
      fc.asyncProperty(anyStatement, async (statement) => {
        fc.pre(statement !== null);
        const jws = await signer.sign(STATEMENT_TYPE, statement as Statement);
        expect(await verifiedStatement(jws, keys)).toEqual(JSON.parse(JSON.stringify(statement)));
      }),
      { numRuns: 500 },
    );
  });

  it('does not hold where its signer states another outcome than its facts lead to', async () => {
    await fc.assert(
      fc.asyncProperty(anyStatement, async (statement) => {
        fc.pre(statement !== null);
        const { decision } = statement as Statement;
        const outcome = decision.outcome === 'ELIGIBLE' ? 'INELIGIBLE' : 'ELIGIBLE';
        const forged = { ...statement, decision: { ...decision, outcome } };
        const jws = await signer.sign(STATEMENT_TYPE, forged);
        await expect(verifiedStatement(jws, keys)).rejects.toThrow(/do not lead to the decision/);
      }),
      { numRuns: 200 },
    );
  });

  it('holds no contract and no device that not everybody may be shown', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyWorld, fc.boolean(), ({ profile, facts, ask, asker }, isOpen) => {
        const decision = decide(profile, facts, ask, asker, dataVersionOf(profile.id, facts));
        fc.pre(decision !== null);
        const labelled = {
          ...facts,
          contract: facts.contract && {
            ...facts.contract,
            contracts: facts.contract.contracts.map((it) => ({ ...it, isOpen: false })),
          },
          device: facts.device && {
            ...facts.device,
            models: facts.device.models.map((it) => ({ ...it, isOpen })),
          },
        };
        const now = new Date('2026-11-23T12:00:00Z');
        const statement = statementOf({
          offering: 'o1',
          asker,
          ask,
          profile,
          facts: labelled,
          decision: decision!,
          now,
        });
        if (!statement) refused++;
        const { contract, device } = statement?.facts ?? {};
        expect(contract?.contracts ?? []).toEqual([]);
        expect((device?.models ?? []).every((it) => it.isOpen)).toBe(true);
      }),
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('tells of no other partner that the offering is released to', () => {
    fc.assert(
      fc.property(anyStatement, (statement) => {
        fc.pre(statement !== null);
        const { profile, asker } = statement as Statement;
        expect(profile.label.releasableTo ?? [asker.partner]).toEqual([asker.partner]);
      }),
    );
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'that another key signed',
      async () => attestor(await newSigningKey()).sign(STATEMENT_TYPE, {}),
      /signed by a key that is not among those given/,
    ],
    ['of another type', () => signer.sign('at+jwt', {}), /expected a signature of type/],
    ['of nobody', () => signer.sign(STATEMENT_TYPE, {}), /expected a statement of/],
    [
      'of another form',
      () => signer.sign(STATEMENT_TYPE, { iss: 'partner-cloud-catalogue/catalogue', profile: null }),
      /not in a form that this version decides from/,
    ],
  ])('%s does not hold', async (_what, make, message) => {
    await expect(verifiedStatement(await make(), keys)).rejects.toThrow(message);
  });

  it('is signed only where it is asked for, and null where nothing signs', async () => {
    let signed = 0;
    const counting: Attestor = { sign: (...claims) => (signed++, signer.sign(...claims)) };
    const query = (selection: string) =>
      `{ offering(id: "aws.canada.access-analyzer") { id decision(ask: { level: "CA:PB" }) { ${selection} } } }`;
    await using signing = await hostInMemory(catalogueSubgraph, { attestor: counting });
    await signing.data(asPartner('CA'), query('outcome dataVersion'));
    expect(signed).toBe(0);
    await signing.data(asPartner('CA'), query('statement'));
    expect(signed).toBe(1);
    await using mute = await hostInMemory(catalogueSubgraph);
    const { offering } = await mute.data(asPartner('CA'), query('outcome statement'));
    expect(offering.decision).toEqual({ outcome: 'UNDETERMINED', statement: null });
  });

  describe('on the command line', () => {
    let folder: string;
    let good: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'statement-'));
      writeFileSync(join(folder, 'jwks.json'), JSON.stringify({ keys: [key.publicJwk] }));
      const [statement] = fc.sample(anyStatement, { numRuns: 50 }).filter((it) => it !== null);
      good = await signer.sign(STATEMENT_TYPE, statement as Statement);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const verify = async (text: string, ...args: string[]): Promise<Ended> => {
      const file = join(folder, 'statement.jws');
      writeFileSync(file, text);
      const command = 'subgraphs/catalogue/commands/statement.ts';
      await using process = new TestProcess([command, 'verify', file, ...args]);
      return await process.ended();
    };
    const jwks = () => ['--jwks', join(folder, 'jwks.json')];

    it('is verified with keys in a file', async () => {
      const { code, stdout, stderr } = await verify(`${good}\n`, ...jwks());
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /^The signature is good: made at 2026-11-23T12:00:00\.000Z\.\nThe same is decided/,
      );
    });

    it('is refused by exit code 2 where it was changed', async () => {
      const { code, stdout } = await verify(good.replace(/\.[^.]{4}/, '.AAAA'), ...jwks());
      expect(code).toBe(2);
      expect(stdout).toMatch(/: BAD: its signature is not one of what it says\.\n$/);
    });

    it('needs keys', async () => {
      const { code, stderr } = await verify(good);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^--jwks: expected a file with the published keys/);
    });
  });
});
