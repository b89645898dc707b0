import { composeFixture } from '../../../support/federation.ts';

/** Many types that many subgraphs know: each fragment below another multiplies the ways to plan it. */
export function hardToPlan(): { sdl: string; operation: string } {
  const types = Array.from({ length: 12 }, (_, index) => `T${index}`);
  const subgraph = (name: number) => `
    type Query { root: [U] @shareable } union U = ${types.join(' | ')} interface I { id: ID! child: I common: [U] }
    ${types.map((it) => `type ${it} implements I @key(fields: "id") { id: ID! child: I @shareable common: [U] @shareable own${name}${it}: Int x: Int @shareable }`).join('\n')}`;
  const subgraphs = Array.from({ length: 6 }, (_, index) => [`s${index}`, { typeDefs: subgraph(index) }]);
  const below = (depth: number): string =>
    depth === 0
      ? 'id'
      : `id child { ${types.map((it) => `... on ${it} { x common { ... on I { ${below(depth - 1)} } } }`).join(' ')} }`;
  return {
    sdl: composeFixture(Object.fromEntries(subgraphs) as never),
    operation: `{ root { ... on I { ${below(2)} } } }`,
  };
}
