import type { Answer } from '../harness/subject.ts';

type Json = Record<string, unknown>;

/** A copy of an answer in which `change` was at every object, the innermost first. */
export function everywhere(answer: Answer, change: (object: Json) => Json): Answer {
  const within = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(within);
    if (typeof value !== 'object' || value === null) return value;
    return change(Object.fromEntries(Object.entries(value).map(([key, it]) => [key, within(it)])));
  };
  return { ...answer, ...(answer.data ? { data: within(answer.data) as Json } : {}) };
}

/** A copy with other entities. */
export function withEntities(
  answer: Answer,
  change: (entities: readonly (Json | null)[]) => unknown[],
): Answer {
  const entities = answer.data?.['_entities'];
  return Array.isArray(entities)
    ? { ...answer, data: { ...answer.data, _entities: change(entities as (Json | null)[]) } }
    : answer;
}

/** A page as answers hold it. */
export interface PageJson extends Json {
  readonly edges: readonly { readonly cursor: string; readonly node: Json }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

/** A copy with other pages. */
export function withPages(answer: Answer, change: (page: PageJson) => Json): Answer {
  return everywhere(answer, (it) => ('edges' in it && 'pageInfo' in it ? change(it as PageJson) : it));
}

/** An answer that is an error alone. */
export function failed(code: string, message = 'Something went wrong.'): Answer {
  return { errors: [{ message, extensions: { code } }] };
}

/** The representations that a question sends. */
export function representationsIn(variables: Readonly<Json> = {}): readonly Json[] {
  const found = variables['representations'];
  return Array.isArray(found) ? (found as Json[]) : [];
}
