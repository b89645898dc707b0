import { Kind, print, type ConstDirectiveNode } from 'graphql';
import type { SchemaChange } from './changes.ts';
import { typesOf, type Element, type MergedType } from './definitions.ts';

/** Rules of access, any of which keeps an element from somebody. */
const RESTRICTING: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'policy']);

/** How the directives of federation and of access changed: what a schema without them does not show. */
export function federationChanges(released: string, sdl: string): SchemaChange[] {
  const [before, after] = [typesOf(released), typesOf(sdl)];
  return [...before].flatMap(([name, type]) => {
    const now = after.get(name);
    return now ? [...keyChanges(name, type, now), ...elementChanges(name, type, now)] : [];
  });
}

/** The key fields by which a type can be resolved, and those by which it is only referred to. */
export function keysOf({
  directives = [],
}: Element): { readonly fields: string; readonly resolvable: boolean }[] {
  return directives
    .filter((it) => it.name.value === 'key')
    .map((it) => ({
      fields: textArgument(it, 'fields'),
      resolvable: textArgument(it, 'resolvable') !== 'false',
    }));
}

function keyChanges(name: string, before: MergedType, after: MergedType): SchemaChange[] {
  const known = keysOf(after);
  return keysOf(before).flatMap(({ fields, resolvable }): SchemaChange[] => {
    const same = known.find((it) => it.fields === fields);
    const at = `${name} @key(${fields})`;
    if (!same) return [{ severity: 'breaking', at, message: `${name} is no longer identified by ${fields}` }];
    if (resolvable && !same.resolvable) {
      return [{ severity: 'breaking', at, message: `${name} is no longer resolved by ${fields}` }];
    }
    return [];
  });
}

function elementChanges(name: string, before: MergedType, after: MergedType): SchemaChange[] {
  const fields = new Map((after.fields ?? []).map((it) => [it.name.value, it]));
  const onFields = (before.fields ?? []).flatMap((field): SchemaChange[] => {
    const now = fields.get(field.name.value);
    if (!now) return [];
    const at = `${name}.${field.name.value}`;
    return [
      ...accessChanges(at, [before, field], [after, now]),
      ...hidden(at, field, now),
      ...requirementChanges(at, field, now),
    ];
  });
  return [...hidden(name, before, after), ...onFields];
}

/** Compares what has to be had for a field: the rules on itself and on its type. */
function accessChanges(at: string, before: readonly Element[], after: readonly Element[]): SchemaChange[] {
  const [was, is] = [rulesOf(before), rulesOf(after)];
  if (was === is) return [];
  const said = `the rule of access of ${at} was ${was || '@public'} and is ${is || '@public'}`;
  return is === ''
    ? [{ severity: 'dangerous', at: `${at} @access`, message: said }]
    : [{ severity: 'breaking', at: `${at} @access`, message: said }];
}

function rulesOf(elements: readonly Element[]): string {
  const rules = elements
    .flatMap(({ directives = [] }) => directives)
    .filter((it) => RESTRICTING.has(it.name.value))
    .map((it) => print(it));
  return [...new Set(rules)].sort().join(' ');
}

function hidden(at: string, before: Element, after: Element): SchemaChange[] {
  const [was, is] = [before, after].map((it) => has(it, 'inaccessible'));
  return is && !was
    ? [{ severity: 'breaking', at: `${at} @inaccessible`, message: `${at} is hidden from clients` }]
    : [];
}

/** A gateway that knows the older SDL goes on sending what that required. */
function requirementChanges(at: string, before: Element, after: Element): SchemaChange[] {
  const [was, is] = [before, after].map((it) => {
    const requires = it.directives?.find((one) => one.name.value === 'requires');
    return requires ? textArgument(requires, 'fields').replace(/\s+/g, ' ') : '';
  }) as [string, string];
  return was === is
    ? []
    : [
        {
          severity: 'dangerous',
          at: `${at} @requires`,
          message: `${at} requires other fields than before: gateways with the older supergraph do not send them`,
        },
      ];
}

function has({ directives = [] }: Element, name: string): boolean {
  return directives.some((it) => it.name.value === name);
}

function textArgument({ arguments: args = [] }: ConstDirectiveNode, name: string): string {
  const value = args.find((it) => it.name.value === name)?.value;
  if (value?.kind === Kind.STRING) return value.value;
  return value?.kind === Kind.BOOLEAN ? String(value.value) : '';
}
