/** What an operation asks for, by place and type. */
export class Asked {
  readonly #places = new Map<string, Map<string, Set<string>>>();

  /**
   * Notes that the field answered as `key` is asked of objects that meet `condition`.
   * @param place the fields that lead there, each after a slash.
   */
  add(place: string, condition: string, key: string): void {
    const conditions = this.#places.get(place) ?? new Map<string, Set<string>>();
    const keys = conditions.get(condition) ?? new Set();
    this.#places.set(place, conditions.set(condition, keys.add(key)));
  }

  /** Whether any of `keys` is asked of an object that meets one of the conditions that `meets` admits. */
  asks(place: string, keys: Iterable<string>, meets: (condition: string) => boolean): boolean {
    const asked = [...(this.#places.get(place) ?? [])].filter(([condition]) => meets(condition));
    for (const key of keys) if (asked.some(([, known]) => known.has(key))) return true;
    return false;
  }
}
