import type { Contract } from '../harness/contract.ts';
import { inType, replaced, withField, without, type Mutant } from './mutant.ts';

const COLOUR = 'colour: String @public';

/** Contracts broken in what is served as SDL. */
export const SDL_MUTANTS: readonly Mutant[] = [
  {
    what: 'A field is dropped that no client’s operation asks for',
    subgraph: 'devices',
    check: 'sdl.changes',
    at: 'DeviceModel.weightLb',
    sdl: (sdl) => without(sdl, 'DeviceModel', 'weightLb'),
  },
  {
    what: 'A field is dropped that a client’s operation asks for',
    subgraph: 'devices',
    check: 'consumers.valid',
    at: 'consumer portal, operation Models',
    sdl: (sdl) => without(sdl, 'DeviceModel', 'weightKg'),
  },
  {
    what: 'A field that was never null may be null',
    subgraph: 'contracts',
    check: 'sdl.changes',
    at: 'Price.amount',
    sdl: (sdl) => inType(sdl, 'Price', 'amount: Decimal!', 'amount: Decimal'),
  },
  {
    what: 'A field has another type',
    subgraph: 'classification',
    check: 'sdl.changes',
    at: 'Level.securityClassification',
    sdl: (sdl) => inType(sdl, 'Level', 'securityClassification: Boolean', 'securityClassification: String'),
  },
  {
    what: 'An argument has to be given that could be left out',
    subgraph: 'classification',
    check: 'sdl.changes',
    at: 'Query.schemes.holder',
    sdl: (sdl) => inType(sdl, 'Query', /(\n {2}schemes\([\s\S]*?holder: ID)/, '$1!'),
  },
  {
    what: 'A value of an enum is gone',
    subgraph: 'devices',
    check: 'sdl.changes',
    at: 'ConnectionState.UNKNOWN',
    sdl: (sdl) => without(sdl, 'ConnectionState', 'UNKNOWN'),
  },
  {
    what: 'A type has lost its key',
    subgraph: 'classification',
    check: 'sdl.changes',
    at: 'Scheme @key(id)',
    sdl: (sdl) => inType(sdl, 'Scheme', /\n {2}@key\(fields: "id"\)/, ''),
  },
  {
    what: 'A type is no longer resolved by its key',
    subgraph: 'contracts',
    check: 'sdl.changes',
    at: 'Partner @key(id)',
    sdl: (sdl) => inType(sdl, 'Partner', '@key(fields: "id")', '@key(fields: "id", resolvable: false)'),
  },
  {
    what: 'A field that everybody had needs a token',
    subgraph: 'contracts',
    check: 'sdl.changes',
    at: 'Query.partners @access',
    sdl: (sdl) => inType(sdl, 'Query', /(\n {2}partners\([\s\S]*?)@public/, '$1@authenticated'),
  },
  {
    what: 'A field is hidden from clients',
    subgraph: 'catalogue',
    check: 'sdl.changes',
    at: 'Offering.publishedLevel @inaccessible',
    sdl: (sdl) => inType(sdl, 'Offering', 'publishedLevel: String', 'publishedLevel: String @inaccessible'),
  },
  {
    what: 'A deprecated field is gone before the day until which it was to stay',
    subgraph: 'contracts',
    check: 'sdl.changes',
    at: 'Contract.priceWords',
    sdl: (sdl) => without(sdl, 'Contract', 'priceWords'),
    contract: (contract) =>
      releasedAs(contract, (sdl) =>
        inType(
          sdl,
          'Contract',
          'priceWords: String',
          'priceWords: String @deprecated(reason: "Use `priceTerms`. Stays until 2099-12-31.")',
        ),
      ),
  },
  {
    what: 'The SDL served is not the one agreed on',
    subgraph: 'devices',
    check: 'sdl.served',
    at: 'DeviceModel.colour',
    sdl: (sdl) => withField(sdl, 'DeviceModel', `"""Its colour."""\n  ${COLOUR}`),
  },
  {
    what: 'A shared type contradicts the other subgraphs',
    subgraph: 'contracts',
    check: 'sdl.composes',
    at: 'supergraph',
    sdl: (sdl) => inType(sdl, 'Source', 'title: String!', 'title: Int!'),
  },
  {
    what: 'A field has no rule of access',
    subgraph: 'catalogue',
    check: 'sdl.composes',
    at: 'supergraph',
    sdl: (sdl) => inType(sdl, 'Query', /(\n {2}categories: \[Category!\]!) @public/, '$1'),
  },
  {
    what: 'A field is deprecated without a day until which it stays',
    subgraph: 'devices',
    check: 'sdl.deprecations',
    at: 'DeviceModel.weightLb',
    sdl: (sdl) =>
      inType(sdl, 'DeviceModel', 'weightLb: Float', 'weightLb: Float @deprecated(reason: "Use `weightKg`.")'),
  },
  {
    what: 'A field has another form of name than all others',
    subgraph: 'catalogue',
    check: 'design.lint',
    at: 'line ',
    sdl: (sdl) => inType(sdl, 'Offering', 'sdkPackage: String', 'sdk_package: String'),
  },
  {
    what: 'A type has lost its description',
    subgraph: 'classification',
    check: 'design.descriptions',
    at: 'Scheme',
    sdl: (sdl) => replaced(sdl, /("""[^"]*"""\n)type Scheme\n/, 'type Scheme\n'),
  },
  {
    what: 'A new field has no description',
    subgraph: 'devices',
    check: 'design.descriptions',
    at: 'DeviceModel.colour',
    sdl: (sdl) => withField(sdl, 'DeviceModel', COLOUR),
  },
  {
    what: 'A field of an entity takes the entity with it where it cannot be had',
    subgraph: 'classification',
    check: 'design.nullability',
    at: 'Level.name',
    sdl: (sdl) => inType(sdl, 'Level', /\n {2}name: String\b/, '\n  name: String!'),
  },
  {
    what: 'A connection does not count its rows',
    subgraph: 'devices',
    check: 'design.connections',
    at: 'DeviceModelConnection.totalCount',
    sdl: (sdl) => without(sdl, 'DeviceModelConnection', 'totalCount'),
  },
  {
    what: 'A list does not say to gateways what a page of it costs',
    subgraph: 'contracts',
    check: 'design.connections',
    at: 'Query.contracts',
    sdl: (sdl) => inType(sdl, 'Query', /(ContractConnection![^\n]*?) @listSize\([^\n]*\)/, '$1'),
  },
];

function releasedAs(contract: Contract, change: (sdl: string) => string): Contract {
  const { released } = contract;
  return { ...contract, released: { ...released, sdl: change(released.sdl ?? '') } };
}
