import { isScalarType, type GraphQLSchema } from 'graphql';
import {
  CountryCodeScalar,
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  PartialDateScalar,
} from '../../platform/graphql/scalars.ts';

const SCALARS = [CountryCodeScalar, DateScalar, DateTimeScalar, DecimalScalar, PartialDateScalar];

/**
 * A composed schema knows scalars by name only and would take any value. With the subgraphs' own reading
 * of them, a value that cannot be taken is refused before anything is planned.
 */
export function teachScalars(schema: GraphQLSchema): void {
  for (const scalar of SCALARS) {
    const type = schema.getType(scalar.name);
    if (!isScalarType(type)) continue;
    type.parseValue = scalar.parseValue;
    type.parseLiteral = scalar.parseLiteral;
  }
}
