import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
  type GraphQLSchema,
} from 'graphql';

/**
 * How long the lists of introspection are, by their fields: those of the schema itself as they are, those of
 * its parts on average, so that introspecting it all is estimated at what it is.
 */
export function introspectedListSizes(schema: GraphQLSchema): ReadonlyMap<string, number> {
  const types = Object.values(schema.getTypeMap());
  const own = types.filter((it) => !isIntrospectionType(it));
  const withFields = own.filter((it) => isObjectType(it) || isInterfaceType(it));
  const fields = withFields.flatMap((it) => Object.values(it.getFields()));
  const count = <Type>(of: readonly Type[], length: (type: Type) => number): number =>
    of.reduce((total, it) => total + length(it), 0);
  const perType = (total: number): number => total / Math.max(1, types.length);
  const abstract = own.filter((it) => isUnionType(it) || isInterfaceType(it));

  return new Map([
    ['__Schema.types', types.length],
    ['__Schema.directives', schema.getDirectives().length],
    ['__Type.fields', perType(fields.length)],
    ['__Type.interfaces', perType(count(withFields, (it) => it.getInterfaces().length))],
    ['__Type.possibleTypes', perType(count(abstract, (it) => schema.getPossibleTypes(it).length))],
    ['__Type.enumValues', perType(count(own.filter(isEnumType), (it) => it.getValues().length))],
    [
      '__Type.inputFields',
      perType(count(own.filter(isInputObjectType), (it) => Object.keys(it.getFields()).length)),
    ],
    ['__Field.args', count(fields, (it) => it.args.length) / Math.max(1, fields.length)],
    ['__Directive.args', 2],
    ['__Directive.locations', 4],
  ]);
}
