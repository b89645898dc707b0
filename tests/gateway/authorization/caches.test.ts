import { describe, expect, it } from 'vitest';
import { FIXTURE } from './support/fixture.ts';
import { codes, guarded, holding, nobody } from './support/guarded.ts';

const MIB = 1024 * 1024;

describe('caches', () => {
  it('give nobody what they kept for those who may have it, nor the other way round', async () => {
    const subject = await guarded(FIXTURE, 'compiled', { caches: { entityBytes: MIB, answerBytes: MIB } });
    const query = '{ person(id: "a") { name salary bonus } }';
    const admin = holding('admin', 'read:bonus');
    for (let round = 0; round < 2; round++) {
      expect((await subject.ask(admin, query)).data).toEqual({
        person: { name: 'Ada', salary: 10, bonus: 5 },
      });
      // What is not kept for all of it is kept for what remains.
      expect(subject.sent.length === 0).toBe(round === 1);
      for (const viewer of [nobody, holding(), holding('read:bonus')]) {
        const answer = await subject.ask(viewer, query);
        expect(answer.data).toMatchObject({ person: { name: 'Ada', salary: null } });
        expect(codes(answer)).toHaveProperty(['person.salary']);
        expect(subject.sent.join()).not.toContain('salary');
      }
    }
  });
});

describe('the operations that an engine knows', () => {
  it('are what remained of them, each by what it says', async () => {
    const { engine, ask } = await guarded(FIXTURE, 'compiled');
    await ask(holding(), '{ person(id: "a") { name salary } }');
    await ask(nobody, '{ person(id: "a") { name salary } }');
    await ask(nobody, '{ person(id: "a") { name } }');
    const ids = engine.known().map((it) => it.documentId);
    // Who lacks the same has the same; what was asked for in other words is another operation.
    expect(new Set(ids).size).toBe(2);
  });
});
