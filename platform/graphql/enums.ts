import { registerEnumType } from 'type-graphql';

/**
 * Registers an enum of the schema whose values are the keys of `values`, each with its description.
 * @returns the object that type-graphql takes for the enum: each name as its own value
 */
export function describedEnum<Name extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Name, string>>,
): { readonly [Key in Name]: Key } {
  const entries = Object.entries<string>(values);
  const enumeration = Object.fromEntries(entries.map(([key]) => [key, key])) as { [Key in Name]: Key };
  const valuesConfig = Object.fromEntries(entries.map(([key, text]) => [key, { description: text }]));
  registerEnumType(enumeration, { name, description, valuesConfig: valuesConfig as never });
  return enumeration;
}
