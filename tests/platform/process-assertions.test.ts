import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processAssertions } from '../../platform/identity/process-assertions.ts';
import { ANONYMOUS, partnerViewer } from '../../platform/identity/viewer.ts';

const { signer, verifier } = processAssertions();
const viewer = partnerViewer('GB', 'ann', ['GB-PUBLIC-SECTOR'], ['catalogue:operate'], {
  roles: ['buyer'],
  clearance: 'GB:S',
  citizenships: ['GB'],
  compartments: ['ATLAS'],
});
const CONTENT = 'query { contracts { totalCount } }';

describe('an assertion within a process', () => {
  it.each([
    ['a partner', viewer],
    ['the anonymous', ANONYMOUS],
  ])('carries %s and the request to one subgraph, for what is asked', async (_, who) => {
    const assertion = await signer.sign(who, 'contracts', 'request-1', { content: CONTENT });
    expect(await verifier.verify(assertion, 'contracts', CONTENT)).toEqual({
      viewer: who,
      requestId: 'request-1',
    });
    expect(await verifier.verify(assertion, 'devices', CONTENT)).toBeNull();
    expect(await verifier.verify(assertion, 'contracts', `${CONTENT} `)).toBeNull();
    expect(await verifier.verify(assertion, 'contracts', undefined)).toBeNull();
  });

  it('is refused where it is missing, expired, for any content, or of another process', async () => {
    const options = { content: CONTENT };
    const expired = await signer.sign(viewer, 'contracts', 'r', { ...options, lifetimeSeconds: -10 });
    const foreign = await processAssertions().signer.sign(viewer, 'contracts', 'r', options);
    const unbound = await signer.sign(viewer, 'contracts', 'r');
    for (const it of [undefined, '', '.', '{}', expired, foreign, unbound])
      expect(await verifier.verify(it, 'contracts', CONTENT)).toBeNull();
  });

  it('is refused with any character changed', async () => {
    const assertion = await signer.sign(viewer, 'contracts', 'request-1', { content: CONTENT });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(assertion.length - 1),
        fc.constantFrom('A', 'x', '"', '.', ' '),
        async (at, other) => {
          fc.pre(assertion[at] !== other);
          const changed = `${assertion.slice(0, at)}${other}${assertion.slice(at + 1)}`;
          expect(await verifier.verify(changed, 'contracts', CONTENT)).toBeNull();
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
