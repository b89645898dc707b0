import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isSpecifiedScalarType,
  type GraphQLOutputType,
} from 'graphql';
import { refuseOperation } from '../refusal.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import { isData, type Data } from './run.ts';

/** A field that a representation is to carry. */
export interface Projected {
  /** Its type; undefined where no schema says it. */
  readonly type: GraphQLOutputType | undefined;
  /** What of its objects is carried; undefined or empty for a leaf. */
  readonly selections: readonly RequiresSelection[] | undefined;
}

/**
 * What of a value is carried to a subgraph; undefined where a part of it is unknown, or where it has not the form
 * that its type says. A list where an object is due would be computed with, and nobody would notice.
 */
export function projected(value: unknown, { type, selections }: Projected, model: SupergraphModel): unknown {
  if (value === null || value === undefined) return value;
  const nullable = type && getNullableType(type);
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return undefined;
    const elements: unknown[] = [];
    for (const element of value as unknown[]) {
      const part = projected(element, { type: nullable.ofType, selections }, model);
      if (part === undefined) return undefined;
      elements.push(part);
    }
    return elements;
  }
  if (!selections?.length) return type && isPlain(type) && typeof value === 'object' ? undefined : value;
  if (!type && Array.isArray(value)) return elementsOf(value, selections, model);
  if (!isData(value)) return undefined;
  const into: Data = {};
  return projectInto(into, value, type && getNamedType(type).name, selections, model) ? into : undefined;
}

/** Whether values of the type are plain, whoever wrote the schema: never objects or lists. */
export function isPlain(type: GraphQLOutputType): boolean {
  const nullable = getNullableType(type);
  return isEnumType(nullable) || isSpecifiedScalarType(nullable as never);
}

function elementsOf(
  values: readonly unknown[],
  selections: readonly RequiresSelection[],
  model: SupergraphModel,
): unknown[] | undefined {
  const elements = values.map((it) => projected(it, { type: undefined, selections }, model));
  return elements.includes(undefined) ? undefined : elements;
}

function projectInto(
  into: Data,
  from: Data,
  typename: string | undefined,
  selections: readonly RequiresSelection[],
  model: SupergraphModel,
): boolean {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const named = from['__typename'];
      if (typeof named === 'string' && !model.meets(named, selection.typeCondition)) continue;
      if (!projectInto(into, from, selection.typeCondition, selection.selections, model)) return false;
    } else if (selection.kind === 'Field') {
      const to = selection.alias ?? selection.name;
      const type = typename === undefined ? undefined : model.field(typename, to)?.type;
      const value = projected(from[selection.name], { type, selections: selection.selections }, model);
      if (value !== undefined) into[to] = value;
      else if (selection.name !== '__typename') return false;
    } else {
      refuseSpread();
    }
  }
  return true;
}

/** Plans have their fragments spread out. */
export function refuseSpread(): never {
  return refuseOperation('The plan names a fragment that it does not define.');
}
