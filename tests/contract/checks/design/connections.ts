import { print, type ASTNode } from 'graphql';
import type { Check, Trial } from '../../harness/check.ts';
import { typesOf, type Element, type MergedType } from '../sdl/definitions.ts';
import { except } from './exceptions.ts';

/** Lists that grow have one shape, so that a client walks all of them by the same code. */
export const connections: Check = {
  name: 'design.connections',
  says: 'Connections have totalCount, pageInfo and non-null edges of cursor and node; their fields take first and after, and say to gateways how long they are.',
  async run({ contract, servedSdl }, trial) {
    const types = typesOf(await servedSdl());
    for (const [name, type] of types) {
      if (name.endsWith('Connection')) checkConnection(name, type, types, trial);
      if (name === 'PageInfo') checkFields(name, type, PAGE_INFO, trial);
      for (const field of type.fields ?? []) {
        const at = `${name}.${field.name.value}`;
        if (!except(this.name, at, contract)) checkField(at, field, trial);
      }
    }
  },
};

type Shapes = Readonly<Record<string, string>>;

const PAGE_INFO: Shapes = { hasNextPage: 'Boolean!', endCursor: 'String' };
/** What a list that is walked backwards needs besides. */
const BACKWARDS: Shapes = { hasPreviousPage: 'Boolean!', startCursor: 'String' };

function checkConnection(
  name: string,
  type: MergedType,
  types: ReadonlyMap<string, MergedType>,
  trial: Trial,
): void {
  const edge = name.replace(/Connection$/, 'Edge');
  checkFields(name, type, { totalCount: 'Int!', pageInfo: 'PageInfo!', edges: `[${edge}!]!` }, trial);
  const edgeType = types.get(edge);
  checkFields(edge, edgeType, { cursor: 'String!' }, trial);
  const node = typeText(edgeType?.fields?.find((it) => it.name.value === 'node'));
  trial.expect(/^\w+!$/.test(node), () => ({
    at: `${edge}.node`,
    expected: 'one object that is not null',
    came: node || 'no such field',
    todo: 'A row that may not be shown is no row: leave its edge out.',
  }));
}

function checkField(at: string, field: Element, trial: Trial): void {
  const returned = typeText(field);
  if (!/^\w+Connection!?$/.test(returned)) return;
  const args = new Map((field.arguments ?? []).map((it) => [it.name.value, typeText(it).replace('!', '')]));
  const forwards = args.get('first') === 'Int' && args.get('after') === 'String';
  trial.expect(forwards, () => ({
    at,
    expected: 'the arguments first: Int and after: String',
    came: [...args].map(([name, type]) => `${name}: ${type}`).join(', ') || 'no argument',
    todo: 'Add them: a list without pages cannot grow.',
  }));
  trial.expect(args.has('last') === args.has('before'), () => ({
    at,
    expected: 'both last and before, or neither',
    came: args.has('last') ? 'last alone' : 'before alone',
    todo: 'Add the other, or take this one away.',
  }));
  const hint = field.directives?.find((it) => it.name.value === 'listSize');
  trial.expect(hint !== undefined && print(hint).includes('slicingArguments: ["first"'), () => ({
    at,
    expected: '@listSize with slicingArguments: ["first"], by which gateways know what a page costs',
    came: hint ? print(hint) : 'no hint',
    todo: 'Add @listSize(slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false).',
  }));
}

function checkFields(name: string, type: MergedType | undefined, shapes: Shapes, trial: Trial): void {
  const fields = new Map((type?.fields ?? []).map((it) => [it.name.value, typeText(it)]));
  const isBackwards = Object.keys(BACKWARDS).some((it) => fields.has(it));
  const expected = name === 'PageInfo' && isBackwards ? { ...shapes, ...BACKWARDS } : shapes;
  for (const [field, shape] of Object.entries(expected)) {
    trial.expect(fields.get(field) === shape, () => ({
      at: `${name}.${field}`,
      expected: shape,
      came: fields.get(field) ?? 'no such field',
      todo: 'Give it the shape that every connection has.',
    }));
  }
}

function typeText(element: Element | undefined): string {
  return element?.type ? print(element.type as ASTNode) : '';
}
