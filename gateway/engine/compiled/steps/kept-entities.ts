import { createHash } from 'node:crypto';
import { Kind, print } from 'graphql';
import type { AuditNote } from '../../../../platform/subgraph/audit-notes.ts';
import type { EntityIdentity, Shelf } from '../cache/entity-cache.ts';
import type { Permitted } from '../cache/viewing.ts';
import { variablesIn } from '../operation/conditions.ts';
import { compileCopy } from './copy.ts';
import type { EntityRequest, Gathered } from './entity-request.ts';
import type { Representation } from './representation.ts';
import type { Data, Run } from './run.ts';

/** What a subgraph says of entities that may be kept. */
export interface KeptRemarks {
  readonly permission: Permitted;
  readonly notes: readonly AuditNote[] | undefined;
}

/** Entities of one `_entities` field that are kept across executions. */
export interface KeptEntities {
  /** What is kept for this execution; undefined where nothing may be. */
  shelf(run: Run, values: Readonly<Record<string, unknown>>): Shelf | undefined;
  /** Joins what is on the shelf to its targets; gives what is left to ask for, and whether all could be joined. */
  join(run: Run, gathered: Gathered, shelf: Shelf): { readonly rest: Gathered; readonly joined: boolean };
  /** Puts an entity on the shelf, before anything is joined to it. */
  keep(shelf: Shelf, representation: Representation, entity: Data, remarks: KeptRemarks): void;
}

/** Compiles the keeping of what `request` asks `subgraph` for. */
export function keptEntities(request: EntityRequest, subgraph: string): KeptEntities {
  const { selections, shape } = request;
  const selection = createHash('sha256')
    .update(print({ kind: Kind.SELECTION_SET, selections }))
    .digest('base64');
  const variables = [...variablesIn(selections)].sort();
  const copy = compileCopy(shape);
  // What has only leaves is read when it is joined, and never changed afterwards.
  const taken = [...shape.values()].some((below) => below) ? copy : (entity: Data) => entity;

  return {
    shelf(run, values) {
      const used = variables.map((it) => (Object.hasOwn(values, it) ? [values[it]] : []));
      return run.keeping?.shelf({ subgraph, selection, variables: JSON.stringify(used) });
    },
    join(run, gathered, shelf) {
      const { representations, targets, places } = gathered;
      const asked: Representation[] = [];
      const found: (Data | undefined)[] = [];
      const moved: number[] = [];
      for (const representation of representations) {
        const kept = shelf.find(identityOf(representation));
        if (kept) run.keeping?.found(subgraph, kept.permission, kept.notes);
        found.push(kept && taken(kept.entity));
        moved.push(kept ? -1 : asked.push(representation) - 1);
      }
      if (asked.length === representations.length) return { rest: gathered, joined: true };
      let joined = true;
      const left = places.map((place, at) => {
        const entity = place < 0 ? undefined : found[place];
        if (entity) joined = request.join(targets[at] as Data, entity) && joined;
        return place < 0 ? -1 : (moved[place] as number);
      });
      return { rest: { ...gathered, representations: asked, places: left }, joined };
    },
    keep: (shelf, representation, entity, remarks) =>
      shelf.keep(identityOf(representation), { entity: copy(entity), ...remarks }),
  };
}

/** What two representations have in common only if they stand for the same entity. */
function identityOf(representation: Representation): EntityIdentity {
  const { __typename: typename } = representation;
  let only: string | undefined;
  for (const field in representation) {
    if (field === '__typename') continue;
    // Most keys are one text, which needs no writing out.
    if (only !== undefined || typeof representation[field] !== 'string') return wholeOf(representation);
    only = field;
  }
  if (only === undefined) return wholeOf(representation);
  return { typename, field: only, key: representation[only] as string };
}

function wholeOf(representation: Representation): EntityIdentity {
  return { typename: representation.__typename, field: '', key: JSON.stringify(representation) };
}
