/** Whom a record may be shown to. */
export interface Label {
  /** The id of a level (`GB:S`), or `PUBLIC`; null where the marking is unknown, which discloses nothing. */
  readonly marking: string | null;
  /** Levels of recipients' own schemes at which the originator lets them handle it (`GB:S` for a `US:S`). */
  readonly handledAs: readonly string[];
  /** Partners that it is releasable to; null where no release restriction is stated. */
  readonly releasableTo: readonly string[] | null;
  /** What a reader has to be read into, all of them. */
  readonly compartments: readonly string[];
}

/** The label of what was published to anybody. */
export const PUBLIC: Label = Object.freeze({
  marking: 'PUBLIC',
  handledAs: [],
  releasableTo: null,
  compartments: [],
});

/** A text that is the same for labels that say the same, whatever the order of their lists, and for no others. */
export function labelId({ marking, handledAs, releasableTo, compartments }: Label): string {
  const set = (values: readonly string[]) => [...new Set(values)].sort();
  return JSON.stringify([marking, set(handledAs), releasableTo && set(releasableTo), set(compartments)]);
}

/** The label of an id that `labelId` gave. */
export function labelOfId(id: string): Label {
  const [marking, handledAs, releasableTo, compartments] = JSON.parse(id) as [
    Label['marking'],
    string[],
    string[] | null,
    string[],
  ];
  return { marking, handledAs, releasableTo, compartments };
}
