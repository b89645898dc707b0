import { newSigningKey } from '../../../platform/identity/keys.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';
import { GENESIS, seal, type Head, type SealedRecord } from '../../../gateway/audit/chain.ts';
import {
  checkpointSigner,
  checkpointVerifier,
  type CheckpointSigner,
  type CheckpointVerifier,
  type KeptCheckpoint,
} from '../../../gateway/audit/checkpoint.ts';
import { ChainCheck, type ChainReport } from '../../../gateway/audit/verify.ts';

const CHAIN = 'gateway';

interface Log {
  readonly records: readonly SealedRecord[];
  readonly checkpoints: readonly KeptCheckpoint[];
  readonly elsewhere: readonly string[];
}

let sign: CheckpointSigner;
let signAsAnother: CheckpointSigner;
let read: CheckpointVerifier;
beforeAll(async () => {
  const key = await newSigningKey();
  sign = checkpointSigner(key);
  signAsAnother = checkpointSigner(await newSigningKey());
  read = checkpointVerifier([key.publicJwk]);
});

/** Seals contents into records from `head` on. */
function sealAll(contents: readonly string[], head: Head = GENESIS): SealedRecord[] {
  const records: SealedRecord[] = [];
  for (const content of contents) records.push(seal(CHAIN, records.at(-1) ?? head, content));
  return records;
}

/** A log of these contents, with a checkpoint every so many records and at its end, as a gateway leaves it. */
function logOf(contents: readonly string[], every: number): Log {
  const records = sealAll(contents);
  const checkpoints: KeptCheckpoint[] = [];
  for (const { sequence, hash } of records) {
    if (sequence % every !== 0 && sequence !== records.length) continue;
    const before = checkpoints.at(-1)?.sequence ?? 0;
    const time = '2026-11-23T12:00:00.000Z';
    checkpoints.push({ sequence, jws: sign({ chain: CHAIN, sequence, hash, before, time }) });
  }
  return { records, checkpoints, elsewhere: checkpoints.slice(-1).map(({ jws }) => jws) };
}

function verified({ records, checkpoints, elsewhere }: Log): ChainReport {
  const check = new ChainCheck(CHAIN, { kept: checkpoints, elsewhere, read });
  for (const record of records) check.take(record);
  return check.end();
}

const content = fc
  .record({
    time: fc.date({ noInvalidDate: true }).map((it) => it.toISOString()),
    partner: fc.constantFrom('GB', 'CA', 'NATO', null),
    codes: fc.array(fc.constantFrom('FORBIDDEN', 'UNAUTHENTICATED'), { maxLength: 2 }),
    words: fc.string({ unit: 'binary', maxLength: 20 }),
  })
  .map((it) => canonicalJson(it));
const log = fc
  .tuple(fc.array(content, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 12 }))
  .map(([contents, every]) => logOf(contents, every));

/** A way to change a log, for a place in it; null where it would change nothing. */
type Mutation = (log: Log, at: number, draw: number) => Log | null;

const withRecords = (log: Log, records: readonly SealedRecord[]): Log => ({ ...log, records });
const replaced = <Item>(items: readonly Item[], at: number, item: Item): Item[] => items.with(at, item);
const flipped = (text: string, draw: number): string => {
  const at = draw % text.length;
  const other = text[at] === 'x' ? 'y' : 'x';
  return text.slice(0, at) + other + text.slice(at + 1);
};
/** The records with another content in one place, and all hashes from there on made anew. */
function rewritten(records: readonly SealedRecord[], at: number): SealedRecord[] {
  const contents = records.map((it) => JSON.stringify(JSON.parse(it.body).content));
  const kept = records.slice(0, at);
  return [...kept, ...sealAll(replaced(contents, at, '{"forged":true}').slice(at), kept.at(-1))];
}

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a body edited': (log, at, draw) => {
    const record = log.records[at] as SealedRecord;
    return withRecords(log, replaced(log.records, at, { ...record, body: flipped(record.body, draw) }));
  },
  'a hash edited': (log, at, draw) => {
    const record = log.records[at] as SealedRecord;
    return withRecords(log, replaced(log.records, at, { ...record, hash: flipped(record.hash, draw) }));
  },
  'a body edited and its hash made anew': (log, at) => {
    const [forged] = sealAll(['{"forged":true}'], log.records[at - 1]);
    return withRecords(log, replaced(log.records, at, forged as SealedRecord));
  },
  'all hashes made anew from a record on': (log, at) => withRecords(log, rewritten(log.records, at)),
  'a record deleted': (log, at) => withRecords(log, log.records.toSpliced(at, 1)),
  'a record deleted and the rest renumbered': (log, at) => {
    const kept = log.records.slice(0, at);
    const rest = log.records.slice(at + 1).map((it) => JSON.stringify(JSON.parse(it.body).content));
    return withRecords(log, [...kept, ...sealAll(rest, kept.at(-1))]);
  },
  'two records exchanged': (log, at, draw) => {
    const other = draw % log.records.length;
    if (other === at) return null;
    const [one, two] = [log.records[at] as SealedRecord, log.records[other] as SealedRecord];
    return withRecords(log, replaced(replaced(log.records, at, two), other, one));
  },
  'two records exchanged, each with the number of the other': (log, at, draw) => {
    const other = draw % log.records.length;
    if (other === at) return null;
    const [one, two] = [log.records[at] as SealedRecord, log.records[other] as SealedRecord];
    return withRecords(
      log,
      replaced(replaced(log.records, at, { ...two, sequence: one.sequence }), other, {
        ...one,
        sequence: two.sequence,
      }),
    );
  },
  'the tail cut': (log, at) => withRecords(log, log.records.slice(0, at)),
  'the tail cut, checkpoints included': (log, at) => ({
    ...withRecords(log, log.records.slice(0, at)),
    checkpoints: log.checkpoints.filter(({ sequence }) => sequence <= at),
  }),
  'the head cut': (log, at) => withRecords(log, log.records.slice(at + 1)),
  'a record doubled': (log, at) =>
    withRecords(log, log.records.toSpliced(at, 0, log.records[at] as SealedRecord)),
  'a record of another chain put in': (log, at) => {
    const record = seal('other', log.records[at - 1] ?? GENESIS, '{}');
    return withRecords(log, replaced(log.records, at, record));
  },
  'a record’s chain renamed': (log, at) =>
    withRecords(log, replaced(log.records, at, { ...(log.records[at] as SealedRecord), chain: 'other' })),
  'a checkpoint edited': (log, _at, draw) => {
    const at = draw % log.checkpoints.length;
    const checkpoint = log.checkpoints[at] as KeptCheckpoint;
    const jws = flipped(checkpoint.jws, draw);
    return { ...log, checkpoints: replaced(log.checkpoints, at, { ...checkpoint, jws }) };
  },
  'a checkpoint deleted': (log, _at, draw) => ({
    ...log,
    checkpoints: log.checkpoints.toSpliced(draw % log.checkpoints.length, 1),
  }),
  'all rewritten and signed by another key': (log, at) => {
    const records = rewritten(log.records, at);
    const { sequence, hash } = records.at(-1) as SealedRecord;
    const time = '2026-11-23T12:00:00.000Z';
    const jws = signAsAnother({ chain: CHAIN, sequence, hash, before: 0, time });
    return { records, checkpoints: [{ sequence, jws }], elsewhere: [jws] };
  },
};

describe('a chain', () => {
  it('is in order as it was made', () => {
    fc.assert(
      fc.property(log, (it) => {
        const { records } = it;
        expect(verified(it)).toEqual({
          records: records.length,
          checkpoints: it.checkpoints.length,
          unsigned: 0,
          fault: null,
        });
      }),
      { numRuns: 100 },
    );
  });

  it('shows each of 1,000 random changes', () => {
    let detected = 0;
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        log,
        fc.constantFrom(...Object.keys(MUTATIONS)),
        fc.nat(),
        fc.nat(),
        (original, name, place, draw) => {
          const mutated = MUTATIONS[name]?.(original, place % original.records.length, draw);
          fc.pre(mutated != null);
          expect(verified(mutated as Log).fault, name).not.toBeNull();
          detected++;
          seen.add(name);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(detected).toBe(1_000);
    expect([...seen].sort()).toEqual(Object.keys(MUTATIONS).sort());
  });

  const named = [
    'a body edited',
    'a hash edited',
    'a record deleted',
    'the tail cut',
    'a record of another chain put in',
    'a record’s chain renamed',
  ];
  it.each(named)('names the first bad record: %s', (name) => {
    fc.assert(
      fc.property(log, fc.nat(), fc.nat(), (original, place, draw) => {
        const at = place % original.records.length;
        const mutated = MUTATIONS[name]?.(original, at, draw) as Log;
        const { fault, records } = verified(mutated);
        expect(fault?.sequence).toBe(at + 1);
        expect(records).toBe(at);
      }),
      { numRuns: 100 },
    );
  });

  it('names a record whose hash was made anew, by the next one', () => {
    const original = logOf(
      Array.from({ length: 30 }, (_, it) => `{"n":${it}}`),
      10,
    );
    const mutated = MUTATIONS['a body edited and its hash made anew']?.(original, 13, 0) as Log;
    expect(verified(mutated).fault).toEqual({
      sequence: 14,
      reason: 'it is not the one that the next record follows',
    });
  });

  it('names where the signed part ends when hashes were made anew', () => {
    const original = logOf(
      Array.from({ length: 30 }, (_, it) => `{"n":${it}}`),
      10,
    );
    const { fault } = verified(withRecords(original, rewritten(original.records, 14)));
    expect(fault).toEqual({
      sequence: 11,
      reason: 'it, or one up to record 20, is not the one that was signed: the hashes were made anew',
    });
  });

  it('says how many records at the end no checkpoint signs yet', () => {
    const signed = logOf(
      Array.from({ length: 20 }, (_, it) => `{"n":${it}}`),
      10,
    );
    const records = [...signed.records, ...sealAll(['{}', '{}', '{}'], signed.records.at(-1))];
    expect(verified({ ...signed, records })).toEqual({
      records: 23,
      checkpoints: 2,
      unsigned: 3,
      fault: null,
    });
  });

  it('of which nothing is left shows by a checkpoint kept elsewhere', () => {
    const { elsewhere } = logOf(['{}', '{}'], 1);
    expect(verified({ records: [], checkpoints: [], elsewhere }).fault).toEqual({
      sequence: 1,
      reason: 'it is missing, and all up to record 2 are, though checkpoints tell of it',
    });
  });
});

describe('canonical JSON', () => {
  it('is the same for equal values, whatever the order of their members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(canonicalJson({ b: [1, { z: null, a: 'é\n' }], a: true, c: undefined })).toBe(
      '{"a":true,"b":[1,{"a":"é\\n","z":null}]}',
    );
  });
});
