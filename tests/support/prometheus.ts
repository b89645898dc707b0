/** One line of what Prometheus reads: a name, its labels, a value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus' text format. @throws where a line is neither a comment nor a sample. */
export function samplesOf(text: string): Sample[] {
  return text
    .split('\n')
    .filter((it) => it !== '' && !it.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = LINE.exec(line) ?? [];
      if (!name || value === undefined) throw new Error(`expected a sample, got ${line}`);
      return {
        name,
        labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, key, it]) => [key, it as string])),
        value: Number(value),
      };
    });
}

/** The value of a sample by its name and some of its labels; 0 where there is none. */
export function valueOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  return samples
    .filter(
      (it) => it.name === name && Object.entries(labels).every(([key, value]) => it.labels[key] === value),
    )
    .reduce((sum, it) => sum + it.value, 0);
}
