import { CriticalityLevel, diff } from '@graphql-inspector/core';
import type { Check } from '../../harness/check.ts';
import { deprecatedUntil } from './deprecations.ts';
import { schemaOf } from './definitions.ts';
import { federationChanges } from './federation-changes.ts';

export type Severity = 'breaking' | 'dangerous' | 'safe';

/** What is not as it was released. */
export interface SchemaChange {
  readonly severity: Severity;
  /** Coordinate of what changed: a decision record names it. */
  readonly at: string;
  readonly message: string;
}

const SEVERITIES: Readonly<Record<CriticalityLevel, Severity>> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
};
/** Directives of federation are compared by their meaning. */
const OF_DIRECTIVES = /^DIRECTIVE_/;

/**
 * How an SDL differs from a released one, the gravest first. What was deprecated and is gone on the day until
 * which it was to stay, or later, is dangerous and breaks nothing that was promised.
 * @param day today, ISO 8601.
 */
export async function changesBetween(released: string, sdl: string, day: string): Promise<SchemaChange[]> {
  const until = deprecatedUntil(released);
  const found = await diff(schemaOf(released), schemaOf(sdl));
  const changes = found
    .filter(({ type }) => !OF_DIRECTIVES.test(type))
    .map(({ criticality, path = '', message, type }): SchemaChange => {
      const severity = SEVERITIES[criticality.level];
      const end = type.endsWith('_REMOVED') ? until.get(path) : undefined;
      return {
        severity: severity === 'breaking' && end && end <= day ? 'dangerous' : severity,
        at: path,
        message,
      };
    });
  const all = [...changes, ...federationChanges(released, sdl)];
  const order: readonly Severity[] = ['breaking', 'dangerous', 'safe'];
  return all.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** Nothing that clients were given is taken from them without a decision. */
export const changes: Check = {
  name: 'sdl.changes',
  says: 'Against the last release, what is served breaks nothing that no decision record names.',
  async run({ contract, servedSdl, today }, trial) {
    const { released, breaks, name } = contract;
    if (released.sdl === null) {
      trial.leaveOut(`${name} is not part of release ${released.version}`);
      return;
    }
    const all = await changesBetween(released.sdl, await servedSdl(), today);
    const counts = { breaking: 0, dangerous: 0, safe: 0 };
    for (const { severity, at, message } of all) {
      counts[severity]++;
      const record = breaks.find(
        (it) => it.subgraph === name && it.release === released.version && it.at === at,
      );
      trial.expect(severity !== 'breaking' || record !== undefined, () => ({
        at,
        expected: `no breaking change from release ${released.version}`,
        came: message,
        todo: `Deprecate it first, or write into a decision record (docs/adr): Breaks: ${name} ${released.version}: ${at}`,
      }));
      if (severity !== 'safe') trial.note(`${severity}: ${message}${record ? ` (${record.record})` : ''}`);
    }
    trial.note(
      `since ${released.version}: ${counts.breaking} breaking, ${counts.dangerous} dangerous, ${counts.safe} safe`,
    );
    trial.kept();
  },
};
