import type { Asker } from './ask.ts';
import type { Context } from './context.ts';
import type { Holds } from './standing.ts';

/** Whether the asker holds a customer tag. An organisation holds the tag of its own name (`NATO`). */
export function holdsTag(asker: Asker, tag: string): boolean {
  return tag === asker.partner || asker.tags.includes(tag);
}

/** `UNREADABLE`: it depends on a membership, and the memberships could not be read. */
export type CouldHold = Holds | 'UNREADABLE';

/**
 * Whether a user of the partner could hold a customer tag: a tag names its country first (`US-DOD`,
 * `FR-OIV-OSE`), `EU-` tags belong to the Union and its members, `NATO` to NATO's own bodies. Of a tag of
 * another form nothing is known.
 */
export function couldHold(context: Context, tag: string): CouldHold {
  return context.memo.once('tag', tag, () => {
    const { partner } = context.asker;
    if (tag === 'ANY' || tag === partner) return 'YES';
    if (tag === 'NATO') return 'NO';
    const prefix = /^([A-Z]{2})-/.exec(tag)?.[1];
    if (prefix === undefined) return 'UNCERTAIN';
    if (prefix === partner) return 'YES';
    if (prefix !== 'EU') return 'NO';
    return context.level ? context.level.memberships.belongs(partner, 'EU') : 'UNREADABLE';
  });
}
