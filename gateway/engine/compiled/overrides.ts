/** Which variants of `@override(label:)` a plan is for. */
export interface Overrides {
  readonly labels: readonly string[];
  /** A draw between 0 and 100: `percent(x)` labels above it apply. */
  readonly draw: number;
}

/** Whether a label of `@override` applies. */
export function applies(label: string, { labels, draw }: Overrides): boolean {
  const percent = /^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1];
  return percent === undefined ? labels.includes(label) : draw < Number(percent);
}
