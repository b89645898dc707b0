import { Kind, type ConstDirectiveNode } from 'graphql';
import type { Check } from '../../harness/check.ts';
import { elementsOf } from './definitions.ts';

const DATE = /\b\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b/;

/** Deprecated elements say until when they stay. */
export const deprecations: Check = {
  name: 'sdl.deprecations',
  says: 'Whatever is deprecated says why, what to use instead and, as an ISO date, until when it stays.',
  async run({ servedSdl }, trial) {
    for (const [at, directive] of deprecated(await servedSdl())) {
      const reason = reasonOf(directive);
      trial.expect(DATE.test(reason) && reason.replace(DATE, '').trim().length > 10, () => ({
        at,
        expected: 'a reason that names what to use instead and the day until which it stays',
        came: reason === '' ? 'no reason' : `“${reason}”`,
        todo: 'Write it: @deprecated(reason: "Use `price`. Stays until 2027-06-30.").',
      }));
    }
  },
};

/** The day until which a deprecated element stays, by coordinate; null where its reason says none. */
export function deprecatedUntil(sdl: string): ReadonlyMap<string, string | null> {
  return new Map(deprecated(sdl).map(([at, it]) => [at, DATE.exec(reasonOf(it))?.[0] ?? null]));
}

function deprecated(sdl: string): [at: string, directive: ConstDirectiveNode][] {
  return elementsOf(sdl).flatMap(([at, { directives = [] }]) =>
    directives
      .filter((it) => it.name.value === 'deprecated')
      .map((it): [string, ConstDirectiveNode] => [at, it]),
  );
}

function reasonOf({ arguments: args = [] }: ConstDirectiveNode): string {
  const value = args.find((it) => it.name.value === 'reason')?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
