/** What an operation asks for, by place and type. */
export class Asked {
  readonly #places: Map<string, Map<string, Set<string>>>;
  readonly #above: string;

  constructor(places = new Map<string, Map<string, Set<string>>>(), above = '') {
    this.#places = places;
    this.#above = above;
  }

  /** What is asked for at a place and below it, by places from there on. */
  below(place: string): Asked {
    return new Asked(this.#places, this.#above + place);
  }

  /**
   * Notes that the field answered as `key` is asked of objects that meet `condition`.
   * @param place the fields that lead there, each after a slash.
   */
  add(place: string, condition: string, key: string): void {
    const at = this.#above + place;
    const conditions = this.#places.get(at) ?? new Map<string, Set<string>>();
    const keys = conditions.get(condition) ?? new Set();
    this.#places.set(at, conditions.set(condition, keys.add(key)));
  }

  /** Whether any of `keys` is asked of an object that meets one of the conditions that `meets` admits. */
  asks(place: string, keys: Iterable<string>, meets: (condition: string) => boolean): boolean {
    const at = this.#above + place;
    const asked = [...(this.#places.get(at) ?? [])].filter(([condition]) => meets(condition));
    for (const key of keys) if (asked.some(([, known]) => known.has(key))) return true;
    return false;
  }
}
