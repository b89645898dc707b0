import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type GraphQLError, Kind, parse, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { ConfigError } from '../../platform/config.ts';

/** The schema that the gateway serves. */
export interface Supergraph {
  readonly sdl: string;
  /** SHA-256 of the text, in hex: equal schemas have equal ids. */
  readonly id: string;
  /** The subgraphs it was composed from, with the addresses it gives them. */
  readonly addresses: ReadonlyMap<string, string>;
}

/**
 * Reads the supergraph.
 * @throws ConfigError where the file is missing or no supergraph; it says what makes one.
 */
export function loadSupergraph(file: string): Supergraph {
  return supergraphOf(readSupergraph(file), file);
}

/**
 * The text of the supergraph's file.
 * @throws ConfigError
 */
export function readSupergraph(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(
      `SUPERGRAPH_FILE: expected a supergraph schema (npm run schema composes it), got no readable file ${file}.`,
    );
  }
}

/**
 * The supergraph of its text; `source` names it in the error.
 * @throws ConfigError
 */
export function supergraphOf(sdl: string, source = 'the text given'): Supergraph {
  const addresses = addressesIn(parsed(sdl, source));
  if (addresses.size === 0) throw noSupergraph(`${source}, which names no subgraphs`);
  return { sdl, id: digestOf(sdl), addresses };
}

/** The id that a supergraph of this text has. */
export function digestOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex');
}

function parsed(sdl: string, source: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    const { message, locations } = error as GraphQLError;
    throw noSupergraph(`${source}: line ${locations?.[0]?.line}, ${message}`);
  }
}

function noSupergraph(came: string): ConfigError {
  return new ConfigError(
    `SUPERGRAPH_FILE: expected a composed supergraph schema (npm run schema), got ${came.replace(/\.$/, '')}.`,
  );
}

/** Each subgraph stands as a value of `join__Graph` with `@join__graph(name:, url:)`. */
function addressesIn(document: DocumentNode): Map<string, string> {
  const graphs = document.definitions.find(
    (it) => it.kind === Kind.ENUM_TYPE_DEFINITION && it.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values
      .flatMap((value) => value.directives ?? [])
      .filter((it) => it.name.value === 'join__graph')
      .map((it) => [argument(it, 'name'), argument(it, 'url')]),
  );
}

function argument(directive: ConstDirectiveNode, name: string): string {
  const value = directive.arguments?.find((it) => it.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
