import { Kind, type DocumentNode, type SchemaDefinitionNode, type SchemaExtensionNode } from 'graphql';
import { applications } from './directives.ts';

/** Where federation publishes its own specifications. */
const FEDERATION = /^https:\/\/specs\.apollo\.dev\//;

/** A specification that the supergraph links: `@link(url: "https://specs.apollo.dev/inaccessible/v0.2")`. */
interface Feature {
  readonly identity: string;
  /** Whether it is one of federation's own, not one that a team composes with `@composeDirective`. */
  readonly isFederation: boolean;
  /** The prefix of what it defines: `join` for `join__Graph`. */
  readonly prefix: string;
  /** Names it brings without the prefix, by the name in the specification; directives with their `@`. */
  readonly imports: ReadonlyMap<string, string>;
}

/** What a supergraph's own machinery is called in it; all of it is hidden from clients. */
export interface Features {
  /** Whether a directive of this name (without `@`) belongs to federation itself. */
  isMachinery(name: string): boolean;
  /** Whether a directive of this name belongs to any linked specification. */
  ownsDirective(name: string): boolean;
  /** Whether a type of this name belongs to a linked specification. */
  ownsType(name: string): boolean;
  /** The directive that hides elements. */
  readonly inaccessible: string;
  /** What the directive of a specification of federation's own is called; undefined where it is not linked. */
  directive(specification: string): string | undefined;
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
  const linked = namesOf(features);
  const federation = namesOf(features.filter((it) => it.isFederation));
  const directive = (specification: string): string | undefined => {
    const feature = features.find((it) => it.isFederation && it.identity === specification);
    return feature && (feature.imports.get(`@${specification}`) ?? feature.prefix).replace('@', '');
  };

  return {
    isMachinery: (name) => federation.hasDirective(name),
    ownsDirective: (name) => linked.hasDirective(name),
    ownsType: (name) => linked.hasType(name),
    inaccessible: directive('inaccessible') ?? 'inaccessible',
    directive,
  };
}

interface Names {
  hasDirective(name: string): boolean;
  hasType(name: string): boolean;
}

function namesOf(features: readonly Feature[]): Names {
  const imported = new Set(features.flatMap((it) => [...it.imports.values()]));
  const prefixes = new Set(features.map((it) => it.prefix));
  const prefixed = (name: string) => name.includes('__') && prefixes.has(name.slice(0, name.indexOf('__')));
  return {
    hasDirective: (name) => prefixes.has(name) || imported.has(`@${name}`) || prefixed(name),
    hasType: (name) => imported.has(name) || prefixed(name),
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
      isFederation: FEDERATION.test(url),
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
