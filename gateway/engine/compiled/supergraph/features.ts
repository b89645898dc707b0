import { Kind, type DocumentNode, type SchemaDefinitionNode, type SchemaExtensionNode } from 'graphql';
import { applications } from './directives.ts';

/** A specification that the supergraph links: `@link(url: "https://specs.apollo.dev/inaccessible/v0.2")`. */
interface Feature {
  readonly identity: string;
  /** The prefix of what it defines: `join` for `join__Graph`. */
  readonly prefix: string;
  /** Names it brings without the prefix, by the name in the specification; directives with their `@`. */
  readonly imports: ReadonlyMap<string, string>;
}

/** What a supergraph's own machinery is called in it; all of it is hidden from clients. */
export interface Features {
  /** Whether a directive of this name (without `@`) belongs to a linked specification. */
  ownsDirective(name: string): boolean;
  /** Whether a type of this name belongs to a linked specification. */
  ownsType(name: string): boolean;
  /** The directive that hides elements. */
  readonly inaccessible: string;
}

/** Reads the specifications linked on the schema. */
export function featuresOf(document: DocumentNode): Features {
  const schemas = document.definitions.filter(
    (it): it is SchemaDefinitionNode | SchemaExtensionNode =>
      it.kind === Kind.SCHEMA_DEFINITION || it.kind === Kind.SCHEMA_EXTENSION,
  );
  const features = schemas
    .flatMap((it) => [...applications(it, 'link'), ...applications(it, 'core')])
    .flatMap((it) => featureOf(it));
  const imported = new Set(features.flatMap((it) => [...it.imports.values()]));
  const prefixes = new Set(features.map((it) => it.prefix));
  const hiding = features.find((it) => it.identity === 'inaccessible');

  const prefixed = (name: string) => name.includes('__') && prefixes.has(name.slice(0, name.indexOf('__')));

  return {
    ownsDirective: (name) => prefixes.has(name) || imported.has(`@${name}`) || prefixed(name),
    ownsType: (name) => imported.has(name) || prefixed(name),
    inaccessible: (hiding?.imports.get('@inaccessible') ?? hiding?.prefix ?? 'inaccessible').replace('@', ''),
  };
}

function featureOf(link: Readonly<Record<string, unknown>>): Feature[] {
  const url = String(link['url'] ?? link['feature'] ?? '');
  const [, identity] = /([^/]+)\/v\d+\.\d+\/?$/.exec(url) ?? [];
  if (!identity) return [];
  const imports = Array.isArray(link['import']) ? link['import'] : [];
  return [
    {
      identity,
      prefix: String(link['as'] ?? identity),
      imports: new Map(imports.map((it: unknown) => importOf(it))),
    },
  ];
}

function importOf(written: unknown): [string, string] {
  if (typeof written === 'string') return [written, written];
  const { name, as } = written as { name?: unknown; as?: unknown };
  return [String(name), String(as ?? name)];
}
