import fc from 'fast-check';
import {
  buildSchema,
  execute,
  getNamedType,
  GraphQLError,
  isAbstractType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLResolveInfo,
} from 'graphql';
import type { Viewer } from '../../../../platform/identity/viewer.ts';
import type { FixtureSubgraph } from '../../../support/federation.ts';
import { directives, letsIn, maybeRule, type DrawnRule } from './random-rules.ts';

/** Objects of three types, an interface of all, a union of all; the second subgraph adds fields to each. */
const TYPES = ['T0', 'T1', 'T2'] as const;
const OWN = ['leaf', 'own', 'must', 'one', 'many', 'either', 'node'] as const;
const ADDED = ['more', 'further'] as const;
const FIELD_TYPES: Readonly<Record<string, string>> = {
  leaf: 'String',
  own: 'String',
  must: 'String!',
  one: 'T1',
  many: '[T2!]',
  either: 'Either',
  node: 'Node',
  more: 'String',
  further: 'String!',
};
const ROOT: Readonly<Record<string, string>> = {
  open: 'String',
  t0: 'T0',
  t1s: '[T1!]!',
  eithers: '[Either]',
  nodes: '[Node]',
};

/** The rule of each type and field that has one, by its name (`T0`, `T0.leaf`). */
export type GraphRules = Readonly<Record<string, DrawnRule>>;

const NO_RULE: DrawnRule = { authenticated: false, scopes: null, policies: null };

const places = [
  ...TYPES,
  ...TYPES.flatMap((type) => [...OWN, ...ADDED].map((field) => `${type}.${field}`)),
  ...Object.keys(ROOT)
    .filter((it) => it !== 'open')
    .map((it) => `Query.${it}`),
];

export const graphRules: fc.Arbitrary<GraphRules> = fc.record(
  Object.fromEntries(
    places.map((it) => [
      it,
      fc.oneof({ arbitrary: fc.constant(NO_RULE), weight: 3 }, { arbitrary: maybeRule, weight: 2 }),
    ]),
  ),
);

const of = (rules: GraphRules, place: string) => (rules[place] ? directives(rules[place]) : '');

/** The graph in two subgraphs, with its rules. */
export function subgraphsOf(rules: GraphRules): Record<string, FixtureSubgraph> {
  const fields = (type: string, names: readonly string[]) =>
    names.map((it) => `${it}: ${FIELD_TYPES[it]} ${of(rules, `${type}.${it}`)}`).join('\n');
  const typed = (id: string) => ({ __typename: `T${id.length % 3}`, id });
  const resolvers = (type: string, names: readonly string[]) => ({
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    ...Object.fromEntries(names.map((it) => [it, ({ id }: { id: string }) => valueOf(type, it, id)])),
  });
  return {
    one: {
      typeDefs: `
        type Query { ${Object.entries(ROOT)
          .map(([name, type]) => `${name}: ${type} ${of(rules, `Query.${name}`)}`)
          .join('\n')} }
        interface Node { id: ID leaf: String }
        union Either = T0 | T1 | T2
        ${TYPES.map((it) => `type ${it} implements Node @key(fields: "id") ${of(rules, it)} { id: ID ${fields(it, OWN)} }`).join('\n')}`,
      resolvers: {
        Query: Object.fromEntries(Object.keys(ROOT).map((it) => [it, () => valueOf('Query', it, 'r')])),
        ...Object.fromEntries(TYPES.map((it) => [it, resolvers(it, OWN)])),
        Node: { __resolveType: ({ id }: { id: string }) => typed(id).__typename },
        Either: { __resolveType: ({ id }: { id: string }) => typed(id).__typename },
      },
    },
    two: {
      typeDefs: TYPES.map((it) => `type ${it} @key(fields: "id") { id: ID ${fields(it, ADDED)} }`).join('\n'),
      resolvers: Object.fromEntries(TYPES.map((it) => [it, resolvers(it, ADDED)])),
    },
  };
}

/** The same values wherever they are resolved; what type an object is of follows from the length of its id. */
function valueOf(type: string, field: string, id: string): unknown {
  const idOf = (n: number) => `${id}${'x'.repeat(1 + ((((n - id.length - 1) % 3) + 3) % 3))}`;
  switch (field) {
    case 'open':
      return 'open';
    case 't0':
      return { id: idOf(0) };
    case 'one':
      return { id: idOf(1) };
    case 't1s':
      return [{ id: idOf(1) }, { id: `${idOf(1)}xxx` }];
    case 'many':
      return [{ id: idOf(2) }];
    case 'either':
    case 'node':
      return { id: `${id}x` };
    case 'eithers':
    case 'nodes':
      return [{ id: idOf(0) }, { id: idOf(1) }, { id: idOf(2) }];
    default:
      return `${type}.${field} of ${id}`;
  }
}

const LEAVES = ['id', 'leaf', 'own', 'must', 'more', 'further'];

/** Operations whose selections all have names of their own; `open` is always asked for, so nothing is ever empty. */
export const operation: fc.Arbitrary<string> = fc
  .array(fc.nat(1_000), { minLength: 50, maxLength: 50 })
  .map((numbers) => {
    let drawn = 0;
    const draw = (below: number) => ((numbers[drawn++ % numbers.length] as number) + drawn) % below;
    let names = 0;
    const alias = () => `a${names++}`;
    const selection = (type: string, depth: number): string => {
      const asked: string[] = [];
      if (type === 'Either' || type === 'Node') {
        asked.push('__typename');
        if (type === 'Node' && draw(2)) asked.push(`${alias()}: ${['id', 'leaf'][draw(2)]}`);
        for (const it of TYPES) if (draw(3)) asked.push(`... on ${it} ${selection(it, depth)}`);
        if (type === 'Either' && draw(3) === 0) asked.push(`... on Node { ${alias()}: leaf }`);
        return `{ ${asked.join(' ')} }`;
      }
      for (let n = 1 + draw(3); n > 0; n--) {
        const field =
          draw(3) || depth === 0
            ? (LEAVES[draw(LEAVES.length)] as string)
            : (['one', 'many', 'either', 'node'][draw(4)] as string);
        const inner = LEAVES.includes(field)
          ? ''
          : selection((FIELD_TYPES[field] as string).replaceAll(/\W/g, ''), depth - 1);
        asked.push(draw(6) ? `${alias()}: ${field} ${inner}` : `... { ${alias()}: ${field} ${inner} }`);
      }
      return `{ ${asked.join(' ')} }`;
    };
    const roots = Object.entries(ROOT)
      .filter(([name]) => name !== 'open' && draw(2))
      .map(([name, type]) => `${alias()}: ${name} ${selection(type.replaceAll(/\W/g, ''), 2)}`);
    return `{ open ${roots.join(' ')} }`;
  });

const PLAIN = (nullable: boolean) =>
  buildSchema(
    `
    type Query { ${Object.entries(ROOT)
      .map(([name, type]) => `${name}: ${type}`)
      .join('\n')} }
    interface Node { id: ID leaf: String }
    union Either = T0 | T1 | T2
    ${TYPES.map((it) => `type ${it} implements Node { id: ID ${[...OWN, ...ADDED].map((f) => `${f}: ${FIELD_TYPES[f]}`).join('\n')} }`).join('\n')}
  `.replaceAll('!', nullable ? '' : '!'),
  );
const schema = PLAIN(false);
const nullableSchema = PLAIN(true);

/** What the graph answers where each resolver judges for itself whether it may answer, by the drawn rules. */
export async function judged(
  query: string,
  rules: GraphRules,
  viewer: Viewer,
): Promise<{ data: unknown; denied: string[] }> {
  const document = parse(query);
  const real = await executed(document, rules, viewer, schema);
  // Where nothing has to be not null, no error hides another.
  const { errors = [] } = await executed(document, rules, viewer, nullableSchema);
  return {
    data: JSON.parse(JSON.stringify(real.data)) as unknown,
    denied: errors.map((it) => `${it.path?.join('.')} ${String(it.extensions['code'])}`).sort(),
  };
}

async function executed(
  document: DocumentNode,
  rules: GraphRules,
  viewer: Viewer,
  over: typeof schema,
): Promise<ExecutionResult> {
  const parents = new Map<FieldNode, string>();
  const typeInfo = new TypeInfo(over);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => void parents.set(node, String(typeInfo.getParentType())),
    }),
  );
  const may = (place: string) => !rules[place] || letsIn(rules[place], viewer);
  const denial = () =>
    new GraphQLError('denied', {
      extensions: { code: viewer.partner === null ? 'UNAUTHENTICATED' : 'FORBIDDEN' },
    });
  /** The types that a name stands for where rules are looked up. */
  const stands = (type: string): readonly string[] => (type === 'Node' ? TYPES : [type]);
  const typeOf = (it: unknown) => `T${(it as { id: string }).id.length % 3}`;

  const fieldResolver = (
    source: { id?: string } | undefined,
    _args: unknown,
    _context: unknown,
    info: GraphQLResolveInfo,
  ) => {
    const node = info.fieldNodes[0] as FieldNode;
    const parent = parents.get(node) as string;
    const given = getNamedType(info.returnType);
    const needed = [
      ...stands(parent).flatMap((it) => [it, `${it}.${info.fieldName}`]),
      ...(given.name === 'Either' ? [] : stands(given.name)),
    ];
    if (!needed.every(may)) throw denial();
    const value =
      info.fieldName === 'id' ? source?.id : valueOf(info.parentType.name, info.fieldName, source?.id ?? 'r');
    if (!isAbstractType(given)) return value;
    const element = (it: unknown) => (may(typeOf(it)) ? it : denial());
    return Array.isArray(value) ? value.map(element) : element(value);
  };
  return execute({ schema: over, document, fieldResolver, typeResolver: typeOf });
}
