import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldStatus, provenanceFields, provenanceOf } from '../../platform/facts/provenance.ts';
import { digestOf, ImportRejected, readFactsFile, readRecords } from '../../platform/facts/read-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'facts-'));
const written = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const schema = z.object({ id: z.string(), rank: z.number(), ...provenanceFields });
const record = (id: string, rank: unknown) => ({ id, rank, verified: true });

it('names the file, the record, the field and the reason of every record that it rejects', () => {
  const path = written(
    'levels.json',
    JSON.stringify({ records: [record('A', 1), record('B', 'two'), record('A', 3), {}] }),
  );
  try {
    readRecords(readFactsFile(path), 'records', schema);
    expect.unreachable('the import must be refused');
  } catch (error) {
    expect(error).toBeInstanceOf(ImportRejected);
    const found = (error as ImportRejected).rejections.map((it) => [it.file, it.record, it.field]);
    expect(found).toEqual([
      ['levels.json', 'B', 'rank'],
      ['levels.json', 'A', 'id'],
      ['levels.json', '#4', 'id'],
      ['levels.json', '#4', 'rank'],
      ['levels.json', '#4', 'verified'],
    ]);
    expect((error as Error).message).toContain('levels.json: record B: rank: ');
  }
});

it('refuses a missing file, text that is no JSON, and a file without the list', () => {
  expect(() => readFactsFile(join(folder, 'absent.json'))).toThrow(
    'absent.json: record (file): (file): the file cannot be read',
  );
  expect(() => readFactsFile(written('broken.json', '{'))).toThrow('is no JSON');
  expect(() => readRecords(readFactsFile(written('empty.json', '{}')), 'records', schema)).toThrow(
    'expected a list of records',
  );
});

it('gives files the same digest in any order and another when a byte changes', () => {
  const a = readFactsFile(written('a.json', '{"a":1}'));
  const b = readFactsFile(written('b.json', '{"b":1}'));
  const changed = readFactsFile(written('b.json', '{"b":2}'));
  expect(digestOf([a, b])).toBe(digestOf([b, a]));
  expect(digestOf([a, b])).not.toBe(digestOf([a, changed]));
});

it('takes a field as unverified when the record, the field or a part of the field is', () => {
  const verified = provenanceOf({
    verified: true,
    sources: [],
    unverifiedFields: ['endDate.day', 'events[1]', 'name'],
  });
  expect(fieldStatus(verified, 'endDate')).toBe('UNVERIFIED');
  expect(fieldStatus(verified, 'events')).toBe('UNVERIFIED');
  expect(fieldStatus(verified, 'name')).toBe('UNVERIFIED');
  expect(fieldStatus(verified, 'startDate')).toBe('VERIFIED');
  expect(fieldStatus(verified, 'names')).toBe('VERIFIED');
  const general = provenanceOf({ verified: false, sources: [], unverifiedFields: [] });
  expect(fieldStatus(general, 'startDate')).toBe('UNVERIFIED');
});
