import { composeServices } from '@apollo/composition';
import { parse, printSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { accessRuleFaults } from './access-rules.ts';

const rover = z.object({
  federation_version: z.string(),
  subgraphs: z.record(
    z.string(),
    z.object({ routing_url: z.url(), schema: z.object({ file: z.string().min(1) }) }),
  ),
});

/** One subgraph of Rover's supergraph configuration. */
export interface ComposedSubgraph {
  readonly name: string;
  /** Where the subgraph answers when it runs alone. */
  readonly routingUrl: string;
  /** The file of its SDL, relative to the configuration. */
  readonly file: string;
}

/** The subgraphs that Rover's configuration (the text of supergraph.yaml) names. */
export function readRoverConfig(text: string): readonly ComposedSubgraph[] {
  return Object.entries(rover.parse(parseYaml(text)).subgraphs).map(([name, { routing_url, schema }]) => ({
    name,
    routingUrl: routing_url,
    file: schema.file,
  }));
}

/** A schema that does not compose; the message lists every reason with its code. */
export class CompositionRejected extends Error {
  override name = 'CompositionRejected';
}

/** What composition gives. */
export interface Composition {
  readonly supergraph: string;
  /** What clients see. */
  readonly api: string;
  /** What composition had to say short of an error, one line each. */
  readonly warnings: readonly string[];
}

const BANNER = '# Composed from schema/subgraphs by `npm run schema`. Do not edit.\n\n';
/** `HintLevel.WARN` of the composition library, whose enum cannot be imported from a module. */
const WARN = 60;

/**
 * Composes the SDL of the subgraphs into the supergraph and the schema that clients see. A field without a rule of
 * access does not compose.
 * @throws CompositionRejected
 */
export function compose(
  subgraphs: readonly ComposedSubgraph[],
  sdlOf: (subgraph: ComposedSubgraph) => string,
): Composition {
  const sdl = new Map(subgraphs.map((it) => [it.name, sdlOf(it)]));
  const faults = accessRuleFaults(sdl);
  if (faults.length > 0)
    throw new CompositionRejected(`The rules of access are not whole.\n${faults.join('\n')}`);
  const result = composeServices(
    subgraphs.map(({ name, routingUrl: url }) => ({ name, url, typeDefs: parse(sdl.get(name) ?? '') })),
  );
  if (result.errors) {
    const reasons = result.errors.map((it) => `${String(it.extensions['code'])}: ${it.message}`);
    throw new CompositionRejected(`The subgraphs do not compose.\n${reasons.join('\n')}`);
  }
  return {
    supergraph: `${BANNER}${result.supergraphSdl.trim()}\n`,
    api: `${BANNER}${printSchema(result.schema.toAPISchema().toGraphQLJSSchema()).trim()}\n`,
    warnings: result.hints
      .filter((hint) => Number(hint.definition.level.value) >= WARN)
      .map((hint) => `${hint.definition.code}: ${hint.message}`),
  };
}
