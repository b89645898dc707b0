import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A breaking change that a decision record names. */
export interface Break {
  readonly subgraph: string;
  /** The release that it breaks with. A change after the next release needs a record of its own. */
  readonly release: string;
  /** What changes, as the finding names it: `Offering.price`. */
  readonly at: string;
  readonly record: string;
}

/** A line such as `Breaks: catalogue 0.1.0: Offering.price, Query.offering.id`. */
const LINE = /^Breaks: (\S+) (\S+): (.+)$/gm;

/** The breaking changes that the decision records in a folder name. */
export function readBreaks(folder: string): Break[] {
  return globSync('*.md', { cwd: folder })
    .sort()
    .flatMap((record) => breaksIn(record, readFileSync(join(folder, record), 'utf8')));
}

/** The breaking changes that the text of a decision record names. */
export function breaksIn(record: string, text: string): Break[] {
  return [...text.matchAll(LINE)].flatMap(([, subgraph = '', release = '', list = '']) =>
    list.split(',').map((it) => ({ subgraph, release, at: it.trim(), record })),
  );
}
