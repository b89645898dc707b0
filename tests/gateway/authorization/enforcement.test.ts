import { beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { composeFixture, federate } from '../../support/federation.ts';
import { FIXTURE } from './support/fixture.ts';
import { codes, ENGINE_NAMES, guarded, holding, nobody, requestOf, type Guarded } from './support/guarded.ts';

const federation = federate(FIXTURE);
const policies = (policy: string, { scopes }: Viewer) => scopes.includes(`policy ${policy}`);

/** A query, who asks, what is answered, and which fields are errors. */
type Row = readonly [
  what: string,
  viewer: Viewer,
  query: string,
  data: unknown,
  errors?: Readonly<Record<string, 'UNAUTHENTICATED' | 'FORBIDDEN'>>,
  variables?: Record<string, unknown>,
];

const GB = holding();
const HR = holding('read:salary', 'hr');
const FORBIDDEN = 'FORBIDDEN';
const UNAUTHENTICATED = 'UNAUTHENTICATED';

const PATHS: readonly Row[] = [
  [
    'a field',
    GB,
    '{ person(id: "a") { name salary } }',
    { person: { name: 'Ada', salary: null } },
    { 'person.salary': FORBIDDEN },
  ],
  [
    'a field for nobody',
    nobody,
    '{ person(id: "a") { name salary } }',
    { person: { name: 'Ada', salary: null } },
    { 'person.salary': UNAUTHENTICATED },
  ],
  [
    'half of an alternative',
    holding('read:salary'),
    '{ person(id: "a") { name salary } }',
    { person: { name: 'Ada', salary: null } },
    { 'person.salary': FORBIDDEN },
  ],
  [
    'all of an alternative',
    HR,
    '{ person(id: "a") { name salary } }',
    { person: { name: 'Ada', salary: 10 } },
  ],
  [
    'the other alternative',
    holding('admin'),
    '{ person(id: "a") { name salary } }',
    { person: { name: 'Ada', salary: 10 } },
  ],
  [
    'an alias',
    GB,
    '{ person(id: "a") { name: salary n: name } }',
    { person: { name: null, n: 'Ada' } },
    { 'person.name': FORBIDDEN },
  ],
  [
    'an alias of the parent',
    GB,
    '{ x: person(id: "a") { name y: salary } }',
    { x: { name: 'Ada', y: null } },
    { 'x.y': FORBIDDEN },
  ],
  [
    'a named fragment',
    GB,
    '{ person(id: "a") { ...F } } fragment F on Person { name ...G } fragment G on Person { salary }',
    { person: { name: 'Ada', salary: null } },
    { 'person.salary': FORBIDDEN },
  ],
  [
    'an inline fragment',
    GB,
    '{ person(id: "a") { name ... { salary } ... on Person { s: salary } } }',
    { person: { name: 'Ada', salary: null, s: null } },
    { 'person.salary': FORBIDDEN, 'person.s': FORBIDDEN },
  ],
  [
    'a fragment on an interface',
    GB,
    '{ named { name ... on Person { salary } } }',
    { named: { name: 'Ada', salary: null } },
    { 'named.salary': FORBIDDEN },
  ],
  [
    'a fragment on an interface around it',
    GB,
    '{ person(id: "a") { ... on Named { name ... on Person { salary } } } }',
    { person: { name: 'Ada', salary: null } },
    { 'person.salary': FORBIDDEN },
  ],
  [
    'a union',
    GB,
    '{ found2 { __typename ... on Person { name salary } } }',
    { found2: [{ __typename: 'Person', name: 'Ada', salary: null }, null] },
    { 'found2.0.salary': FORBIDDEN, 'found2.1': FORBIDDEN },
  ],
  [
    'a type of a union',
    GB,
    '{ open found2 { ... on Dossier { number } } }',
    { open: 'open', found2: [{}, null] },
    { 'found2.1': FORBIDDEN },
  ],
  [
    'a type of a union whose elements may not be null',
    GB,
    '{ open found { ... on Person { name } } }',
    { open: 'open', found: null },
    { 'found.1': FORBIDDEN },
  ],
  [
    'a type of a union for those who may',
    holding('read:dossier'),
    '{ found { ... on Dossier { number } ... on Person { name } } }',
    { found: [{ name: 'Ada' }, { number: 7 }] },
  ],
  [
    'an entity of another subgraph',
    GB,
    '{ person(id: "a") { name bonus } }',
    { person: { name: 'Ada', bonus: null } },
    { 'person.bonus': FORBIDDEN },
  ],
  [
    'what @requires needs',
    GB,
    '{ person(id: "a") { greeting tax } }',
    { person: { greeting: 'Hello Ada', tax: null } },
    { 'person.tax': FORBIDDEN },
  ],
  [
    'what @requires needs, for those who may',
    HR,
    '{ person(id: "a") { greeting tax } }',
    { person: { greeting: 'Hello Ada', tax: 5 } },
  ],
  [
    'a field of the root',
    nobody,
    '{ open me { name } }',
    { open: 'open', me: null },
    { me: UNAUTHENTICATED },
  ],
  [
    'a type behind a field',
    GB,
    '{ open vault { content } }',
    { open: 'open', vault: null },
    { vault: FORBIDDEN },
  ],
  [
    'a rule on the type and one on the field',
    holding('read:vault'),
    '{ vault { content code } }',
    { vault: { content: 'gold', code: '1' } },
  ],
  [
    'an enum',
    GB,
    '{ person(id: "a") { name rank } }',
    { person: { name: 'Ada', rank: null } },
    { 'person.rank': FORBIDDEN },
  ],
  [
    'a scalar',
    GB,
    '{ open tag person(id: "a") { id tag } }',
    { open: 'open', tag: null, person: { id: 'a', tag: null } },
    { tag: FORBIDDEN, 'person.tag': FORBIDDEN },
  ],
  [
    'an enum as a value',
    GB,
    '{ open ranked(rank: LOW) }',
    { open: 'open', ranked: null },
    { ranked: FORBIDDEN },
  ],
  [
    'an enum in a nested input',
    GB,
    '{ open ranked(filter: { inner: { rank: LOW } }) }',
    { open: 'open', ranked: null },
    { ranked: FORBIDDEN },
  ],
  ['an input without it', GB, '{ ranked(filter: { name: "x" }) }', { ranked: '{"filter":{"name":"x"}}' }],
  [
    'an enum in a list',
    GB,
    '{ open ranked(ranks: LOW) }',
    { open: 'open', ranked: null },
    { ranked: FORBIDDEN },
  ],
  [
    'an enum in a variable',
    GB,
    'query ($f: Filter) { open ranked(filter: $f) }',
    { open: 'open', ranked: null },
    { ranked: FORBIDDEN },
    { f: { inner: { rank: 'LOW' } } },
  ],
  [
    'a variable without it',
    GB,
    'query ($f: Filter) { ranked(filter: $f) }',
    { ranked: '{"filter":{"name":"x"}}' },
    {},
    { f: { name: 'x' } },
  ],
  [
    'an enum in a default',
    GB,
    'query ($r: Rank = LOW) { open ranked(rank: $r) }',
    { open: 'open', ranked: null },
    { ranked: FORBIDDEN },
  ],
  [
    'an enum by a variable within a literal',
    GB,
    'query ($r: Rank) { open ranked(filter: { inner: { rank: $r } }) }',
    { open: 'open', ranked: null },
    { ranked: FORBIDDEN },
    { r: 'HIGH' },
  ],
  [
    'a policy',
    GB,
    '{ person(id: "a") { id cleared both } }',
    { person: { id: 'a', cleared: null, both: null } },
    { 'person.cleared': FORBIDDEN, 'person.both': FORBIDDEN },
  ],
  [
    'a policy that allows',
    holding('policy clearance'),
    '{ person(id: "a") { cleared both } }',
    { person: { cleared: 'c', both: 'b' } },
  ],
  [
    'half of the policies',
    holding('policy sponsor'),
    '{ person(id: "a") { id both } }',
    { person: { id: 'a', both: null } },
    { 'person.both': FORBIDDEN },
  ],
  [
    'all of the policies',
    holding('policy sponsor', 'policy vetted'),
    '{ person(id: "a") { both } }',
    { person: { both: 'b' } },
  ],
  [
    'a field that may not be null',
    nobody,
    '{ person(id: "a") { name pin } }',
    { person: null },
    { 'person.pin': UNAUTHENTICATED },
  ],
  [
    'one in a list',
    nobody,
    '{ person(id: "a") { name friends { id pin } optionalFriends { id pin } } }',
    { person: { name: 'Ada', friends: null, optionalFriends: [null, null] } },
    {
      'person.friends.0.pin': UNAUTHENTICATED,
      'person.friends.1.pin': UNAUTHENTICATED,
      'person.optionalFriends.0.pin': UNAUTHENTICATED,
      'person.optionalFriends.1.pin': UNAUTHENTICATED,
    },
  ],
  [
    'one up to the root',
    nobody,
    '{ open people { id pin } }',
    null,
    { 'people.0.pin': UNAUTHENTICATED, 'people.1.pin': UNAUTHENTICATED },
  ],
  ['a list of a type up to the root', GB, '{ open vaults { content } }', null, { vaults: FORBIDDEN }],
  [
    'an object of which nothing else is asked',
    GB,
    '{ open person(id: "a") { salary } }',
    { open: 'open', person: { salary: null } },
    { 'person.salary': FORBIDDEN },
  ],
  ['what is not there', GB, '{ open person(id: "z") { salary } }', { open: 'open', person: null }],
  [
    'what is skipped',
    GB,
    'query ($no: Boolean = true) { person(id: "a") { name salary @skip(if: $no) } }',
    { person: { name: 'Ada' } },
  ],
  [
    'what is included',
    GB,
    'query ($yes: Boolean!) { person(id: "a") { name salary @include(if: $yes) } }',
    { person: { name: 'Ada', salary: null } },
    { 'person.salary': FORBIDDEN },
    { yes: true },
  ],
  [
    'what is deep',
    GB,
    '{ person(id: "a") { boss { boss { name salary } } } }',
    { person: { boss: { boss: { name: 'Bob', salary: null } } } },
    { 'person.boss.boss.salary': FORBIDDEN },
  ],
  [
    'a mutation',
    GB,
    'mutation { touch(id: "a") { name } promote(id: "a") { person { name } } }',
    null,
    { promote: FORBIDDEN },
  ],
  [
    'what a mutation gives',
    holding('write'),
    'mutation { promote(id: "a") { note person { name salary } } }',
    { promote: { note: null, person: { name: 'Ada', salary: null } } },
    { 'promote.note': FORBIDDEN, 'promote.person.salary': FORBIDDEN },
  ],
  [
    'introspection',
    nobody,
    '{ __typename __type(name: "Vault") { name fields { name } } }',
    { __typename: 'Query', __type: { name: 'Vault', fields: [{ name: 'content' }, { name: 'code' }] } },
  ],
];

describe.each(ENGINE_NAMES)('the %s engine', (name) => {
  let subject: Guarded;
  beforeAll(async () => {
    subject = await guarded(federation, name, { policies });
  });

  it.each(PATHS.map((row) => [row[0], row] as const))('guards %s', async (_what, row) => {
    const [, viewer, query, data, errors = {}, variables = {}] = row;
    const answer = await subject.ask(viewer, query, variables);
    expect(answer.data, JSON.stringify(answer.errors)).toEqual(data);
    expect(codes(answer)).toEqual(errors);
  });

  it('keeps the order of the fields', async () => {
    const answer = await subject.ask(GB, '{ person(id: "a") { salary name bonus id } open }');
    expect(JSON.stringify(answer.data)).toBe(
      '{"person":{"salary":null,"name":"Ada","bonus":null,"id":"a"},"open":"open"}',
    );
  });

  it('keeps a field that a client calls __proto__', async () => {
    const answer = await subject.ask(
      GB,
      '{ person(id: "a") { salary __proto__: id boss { __proto__: bonus } } }',
    );
    const boss = '"boss":{"__proto__":null}';
    expect(JSON.stringify(answer.data)).toBe(`{"person":{"salary":null,"__proto__":"a",${boss}}}`);
  });

  it('sends no subgraph what is denied', async () => {
    await subject.ask(
      GB,
      '{ person(id: "a") { name salary bonus tax } found2 { ... on Dossier { number } } }',
    );
    expect(subject.sent.join('\n')).not.toMatch(/salary|bonus|tax|number/);
    expect(subject.sent.length).toBe(1);
  });

  it.each([
    '{ vault { content } me { name } }',
    '{ person(id: "a") { salary boss { bonus } } }',
    '{ person(id: "a") { ... on Named { ... on Person { salary } } } }',
    'mutation { promote(id: "a") { person { name } } }',
  ])('asks no subgraph where nothing remains: %s', async (query) => {
    const answer = await subject.ask(nobody, query);
    expect(subject.sent).toEqual([]);
    expect(Object.values(codes(answer)).every((it) => it === 'UNAUTHENTICATED')).toBe(true);
    expect(Object.values(answer.data ?? {}).every((it) => it === null)).toBe(true);
    expect(answer.errors?.length).toBeGreaterThan(0);
  });

  it('refuses variables that cannot be taken, denied or not', async () => {
    const answer = await subject.ask(GB, 'query ($id: ID!) { person(id: $id) { salary } }', { id: [1] });
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(subject.sent).toEqual([]);
  });

  it('mixes no viewers of one operation, however they alternate', async () => {
    const query = '{ person(id: "a") { name salary bonus } }';
    const viewers = [nobody, GB, HR, holding('read:bonus'), holding('admin', 'read:bonus')];
    const expected = [
      [null, null],
      [null, null],
      [10, null],
      [null, 5],
      [10, 5],
    ];
    const asked = Array.from({ length: 100 }, (_it, index) => index % viewers.length);
    const answers = await Promise.all(asked.map((it) => subject.ask(viewers[it] as Viewer, query)));
    answers.forEach((answer, index) => {
      const [salary, bonus] = expected[index % viewers.length] as unknown[];
      expect(answer.data).toEqual({ person: { name: 'Ada', salary, bonus } });
    });
  });

  it('says what is missing in words', async () => {
    const messages = async (viewer: Viewer, query: string) =>
      (await subject.ask(viewer, query)).errors?.map((it) => it.message);
    expect(await messages(GB, '{ person(id: "a") { id salary } }')).toEqual([
      'Person.salary needs the scope admin or hr and read:salary, which this token does not carry.',
    ]);
    expect(await messages(nobody, '{ person(id: "a") { id salary } }')).toEqual([
      'Person.salary needs a bearer token. Send it as "Authorization: Bearer …".',
    ]);
    expect(await messages(GB, '{ person(id: "a") { id cleared } }')).toEqual([
      'Person.cleared is not open to you.',
    ]);
  });

  it('executes a rehearsal as it is', async () => {
    const query = '{ vault { content } }';
    const { engine } = subject;
    expect((await subject.ask(nobody, query)).data).toEqual({ vault: null });
    const rehearsed = await engine.execute(requestOf(engine, nobody, query, {}), true);
    expect(rehearsed.data).toEqual({ vault: { content: 'gold' } });
  });
});

describe('a strict gateway', () => {
  describe.each(ENGINE_NAMES)('with the %s engine', (name) => {
    let subject: Guarded;
    beforeAll(async () => {
      subject = await guarded(federation, name, { mode: 'refuse', policies });
    });

    it.each([
      [nobody, UNAUTHENTICATED, 401],
      [GB, FORBIDDEN, 403],
    ] as const)('refuses all of what asks for something denied', async (viewer, code, status) => {
      const answer = await subject.ask(viewer, '{ open people { friends { salary } } }');
      expect(answer).not.toHaveProperty('data');
      expect(answer.errors).toMatchObject([
        { path: ['people', 'friends', 'salary'], extensions: { code, http: { status } } },
      ]);
      expect(subject.sent).toEqual([]);
    });

    it('refuses no operation in which it takes no part', async () => {
      const query = 'query ($all: Boolean!) { person(id: "a") { name salary @include(if: $all) } }';
      expect(await subject.ask(GB, query, { all: false })).toEqual({ data: { person: { name: 'Ada' } } });
      expect(codes(await subject.ask(GB, query, { all: true }))).toEqual({ 'person.salary': FORBIDDEN });
    });

    it('answers whoever may have all of it', async () => {
      expect(await subject.ask(HR, '{ person(id: "a") { salary } }')).toEqual({
        data: { person: { salary: 10 } },
      });
    });
  });
});

describe('a supergraph with rules', () => {
  it('keeps them where composition has them from implementations', () => {
    const sdl = composeFixture({
      one: {
        typeDefs: `
          type Query { all: [Thing!]! }
          interface Thing { id: ID name: String }
          type A implements Thing { id: ID name: String @requiresScopes(scopes: [["a"]]) }
          type B implements Thing @authenticated { id: ID name: String @requiresScopes(scopes: [["b"]]) }`,
      },
    });
    expect(sdl).toMatch(/interface Thing[^{]*@authenticated/);
    expect(sdl).toMatch(/name: String @requiresScopes\(scopes: \[\["a", "b"\]\]\)/);
  });

  it('is not composed where @requires needs more than the field asks of its reader', () => {
    const { people, pay } = FIXTURE as Required<typeof FIXTURE>;
    const looser = {
      people: people as NonNullable<typeof people>,
      pay: {
        typeDefs: (pay?.typeDefs ?? '').replace(
          '@requires(fields: "salary") @requiresScopes(scopes: [["read:salary", "hr"], ["admin"]])',
          '@requires(fields: "salary")',
        ),
      },
    };
    expect(() => composeFixture(looser)).toThrow(
      /does not specify necessary @authenticated, @requiresScopes/,
    );
  });
});
