import type {
  FetchRewrite,
  FlattenNodePathSegment,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { getNamedType, isAbstractType, Kind, print, type FieldNode, type SelectionNode } from 'graphql';
import type { ContextUse, ContextUses } from '../operation/context-uses.ts';
import type { ResponseKeys } from '../operation/response-keys.ts';
import { refuseOperation } from '../refusal.ts';
import type { PlannedContext, PlannedEntities } from '../steps/entity-request.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { PlannedFetch } from './fetches.ts';
import { placeOf } from './places.ts';
import { requireFields, requireKey } from './requirements.ts';

type Path = readonly FlattenNodePathSegment[];

/** Fields that a fetch asked for without what its subgraph requires for them, as a fetch of their own. */
export interface Cut {
  readonly entities: PlannedEntities;
  /** What is required beside the key. */
  readonly requirement: readonly RequiresSelection[];
}

/** A fetch without its fields that require something, and those. */
export interface CutFetch {
  /** The fetch as the plan has it. */
  readonly original: PlannedFetch;
  readonly fetch: PlannedFetch;
  readonly cuts: readonly Cut[];
}

/** Fields that one representation and one set of values from above can serve. */
interface Group {
  readonly bases: readonly Path[];
  readonly requirement: readonly RequiresSelection[];
  readonly fields: FieldNode[];
  readonly contexts: readonly PlannedContext[];
}

interface Place {
  readonly path: Path;
  readonly bases: readonly Path[];
  readonly outputRewrites: readonly FetchRewrite[];
}

/**
 * Takes out of a fetch every field that requires something, at any depth. Plans are made without
 * requirements, so such a field may stand anywhere its subgraph is asked for the object; it can be asked for
 * only on an entity, with what it requires in the representation.
 */
export function cutRequirements(
  fetch: PlannedFetch,
  model: SupergraphModel,
  keys: ResponseKeys,
  contexts: ContextUses,
): CutFetch {
  const cutter = new Cutter(fetch.subgraph, model, keys, contexts);
  const rootType = model.fullSchema.getRootType(fetch.kind as never)?.name ?? '';
  const place = { path: [], bases: [[]], outputRewrites: fetch.outputRewrites };
  const roots = cutter.selections(fetch.roots, rootType, place);
  const entities = fetch.entities.flatMap((it) => cutter.entities(it));
  return { original: fetch, fetch: { ...fetch, roots, entities }, cuts: cutter.cuts };
}

class Cutter {
  readonly cuts: Cut[] = [];

  readonly subgraph: string;
  readonly model: SupergraphModel;
  readonly keys: ResponseKeys;
  readonly contexts: ContextUses;

  constructor(subgraph: string, model: SupergraphModel, keys: ResponseKeys, contexts: ContextUses) {
    this.subgraph = subgraph;
    this.model = model;
    this.keys = keys;
    this.contexts = contexts;
  }

  /** What is left of an `_entities` field; nothing where all of it was cut out. */
  entities(planned: PlannedEntities): PlannedEntities[] {
    const place = { path: [], bases: planned.paths, outputRewrites: planned.outputRewrites };
    const selections = planned.selections.flatMap((it): SelectionNode[] => {
      if (it.kind !== Kind.INLINE_FRAGMENT || !it.typeCondition) return [it];
      const type = it.typeCondition.name.value;
      const { kept, cut } = this.#separate(it.selectionSet.selections, type, place);
      for (const { requirement, fields, bases, contexts } of this.#groups(cut, type, place)) {
        this.cuts.push({
          requirement,
          entities: {
            ...planned,
            paths: bases,
            selections: [onType(type, fields)],
            requires: this.#with(planned.requires, type, requirement),
            contexts,
            source: planned,
          },
        });
      }
      return kept.length > 0 ? [onType(type, kept)] : [];
    });
    return selections.length > 0 ? [{ ...planned, selections, source: planned }] : [];
  }

  /** What is left of selections below the top of a fetch. */
  selections(selections: readonly SelectionNode[], type: string, place: Place): SelectionNode[] {
    const { kept, cut } = this.#separate(selections, type, place);
    if (cut.length === 0) return kept;
    const key = this.model.resolvableKey(this.subgraph, type);
    if (!key) return refuseOperation(`${this.subgraph} requires fields of ${type}, which has no key there.`);
    const path: Path = [...place.path, { TypeCondition: [type] }];
    const source = {};
    for (const { requirement, fields, bases, contexts } of this.#groups(cut, type, place)) {
      const required = [{ kind: 'Field', name: '__typename' } as const, ...requireKey(key), ...requirement];
      this.cuts.push({
        requirement,
        entities: {
          paths: bases.map((it) => [...it, ...path]),
          selections: [onType(type, fields)],
          requires: [{ kind: 'InlineFragment', typeCondition: type, selections: required }],
          inputRewrites: this.#asInterfaceObject(type),
          outputRewrites: place.outputRewrites.flatMap((it) => relative(it, path)),
          contexts,
          source,
        },
      });
    }
    const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
    return [...kept, typename, ...key.selections];
  }

  /** An interface object's subgraph knows its objects by the interface's name only. */
  #asInterfaceObject(type: string): FetchRewrite[] {
    if (!isAbstractType(this.model.fullSchema.getType(type))) return [];
    const path = [{ TypenameEquals: [type] }, { Key: '__typename' }];
    return [{ ValueSetter: { path, setValueTo: type } }];
  }

  #separate(
    selections: readonly SelectionNode[],
    type: string,
    place: Place,
  ): { kept: SelectionNode[]; cut: FieldNode[] } {
    const kept: SelectionNode[] = [];
    const cut: FieldNode[] = [];
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const exploded = this.#exploded(selection, type);
        if (exploded) {
          const separated = this.#separate(exploded, type, place);
          kept.push(...separated.kept);
          continue;
        }
        const field = this.#below(selection, type, place);
        if (this.#needsMore(type, selection.name.value)) cut.push(field);
        else kept.push(field);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = selection.typeCondition?.name.value ?? type;
        if (inner === type) {
          const same = this.#separate(selection.selectionSet.selections, type, place);
          kept.push(...same.kept);
          cut.push(...same.cut);
          continue;
        }
        const path: Path = [...place.path, { TypeCondition: [inner] }];
        const left = this.selections(selection.selectionSet.selections, inner, { ...place, path });
        if (left.length > 0) kept.push(onType(inner, left));
      }
    }
    return { kept, cut };
  }

  /** A field with what is left below it. */
  #below(field: FieldNode, type: string, place: Place): FieldNode {
    const definition = this.model.field(type, field.name.value);
    if (!field.selectionSet || !definition) return field;
    const path: Path = [...place.path, { Field: field.alias?.value ?? field.name.value }];
    const named = getNamedType(definition.type).name;
    const selections = this.selections(field.selectionSet.selections, named, { ...place, path });
    return { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  }

  /** The field of an interface on each type that has it, where one of those requires something for it. */
  #exploded(field: FieldNode, type: string): SelectionNode[] | undefined {
    const { model, subgraph } = this;
    const name = field.name.value;
    if (this.#needsMore(type, name) || !isAbstractType(model.fullSchema.getType(type))) return undefined;
    const types = [...model.possibleTypes(type)].filter((it) => model.isKnownTo(subgraph, it));
    if (!types.some((it) => this.#needsMore(it, name))) return undefined;
    return types.map((it) => onType(it, [field]));
  }

  /** Whether the subgraph resolves the field only with something that is not the operation's to give. */
  #needsMore(type: string, field: string): boolean {
    return (
      this.model.requirement(this.subgraph, type, field) !== undefined ||
      this.model.contextArguments(type, field).length > 0
    );
  }

  #groups(fields: readonly FieldNode[], type: string, place: Place): Iterable<Group> {
    const groups = new Map<string, Group>();
    for (const field of fields) {
      const required = this.model.requirement(this.subgraph, type, field.name.value);
      // Objects above differ from place to place, so a field with values from there is asked for at each.
      const contextual = this.model.contextArguments(type, field.name.value).length > 0;
      for (const bases of contextual ? place.bases.map((it) => [it]) : [place.bases]) {
        const uses = contextual ? this.#usesAt([...(bases[0] ?? []), ...place.path], field) : [];
        const written = [
          required ? print(required) : '',
          ...(contextual
            ? [
                place.bases.indexOf(bases[0] as Path),
                ...uses.map((it) => `${it.argument} ${it.depth} ${it.context} ${print(it.selections)}`),
              ]
            : []),
        ].join('\n');
        const group = groups.get(written) ?? {
          bases,
          requirement: required ? requireFields(required, type, this.model, this.keys) : [],
          fields: [],
          contexts: uses.map((it) => this.#context(it)),
        };
        groups.set(written, group);
        group.fields.push(uses.length > 0 ? withContexts(field, uses) : field);
      }
    }
    return groups.values();
  }

  #usesAt(path: Path, field: FieldNode): readonly ContextUse[] {
    const uses = this.contexts.of(placeOf(path), field.alias?.value ?? field.name.value);
    return uses.filter((it, index) => uses.findIndex((one) => one.argument === it.argument) === index);
  }

  #context({ argument, type, depth, on, selections }: ContextUse): PlannedContext {
    const selected = requireFields(selections, on, this.model, this.keys);
    return { variable: variableOf(argument), type, depth, selections: selected };
  }

  /** The plan's requirements of entities of `type`, with more. */
  #with(
    requires: readonly RequiresSelection[],
    type: string,
    requirement: readonly RequiresSelection[],
  ): RequiresSelection[] {
    return requires.flatMap((it): RequiresSelection[] => {
      if (it.kind !== 'InlineFragment') return [it];
      const related = this.model.meets(it.typeCondition, type) || this.model.meets(type, it.typeCondition);
      return related ? [{ ...it, selections: [...it.selections, ...requirement] }] : [];
    });
  }
}

function withContexts(field: FieldNode, uses: readonly ContextUse[]): FieldNode {
  const given = uses.map((it) => ({
    kind: Kind.ARGUMENT as const,
    name: { kind: Kind.NAME as const, value: it.argument },
    value: {
      kind: Kind.VARIABLE as const,
      name: { kind: Kind.NAME as const, value: variableOf(it.argument) },
    },
  }));
  return { ...field, arguments: [...(field.arguments ?? []), ...given] };
}

/** The variable that carries a value from above; clients may have one of the argument's own name. */
function variableOf(argument: string): string {
  return `_context_${argument}`;
}

function onType(type: string, selections: readonly SelectionNode[]): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

/** A rewrite of a fetch's answer as one of what stands at `path` in it, if it applies there. */
function relative(rewrite: FetchRewrite, path: Path): FetchRewrite[] {
  const steps = path.flatMap((it) => (it !== '@' && 'Field' in it ? [it.Field] : []));
  const inner =
    'ValueSetter' in rewrite ? rewrite.ValueSetter : 'KeyRenamer' in rewrite ? rewrite.KeyRenamer : rewrite;
  const rest = [...inner.path];
  for (const step of steps) {
    let segment = rest.shift();
    while (segment && !('Key' in segment)) segment = rest.shift();
    if (segment?.Key !== step) return [];
  }
  if (rest.length === 0) return [];
  return 'renameKeyTo' in inner
    ? [{ KeyRenamer: { path: rest, renameKeyTo: inner.renameKeyTo } }]
    : [{ ValueSetter: { path: rest, setValueTo: inner.setValueTo } }];
}
