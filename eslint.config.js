import graphql from '@graphql-eslint/eslint-plugin';
import { DOCUMENT_RULES, RELAY_RULES } from './schema/design-rules.ts';

// GraphQL documents only: TypeScript is linted by oxlint. typescript-eslint does not take TypeScript 7.
const plugins = { '@graphql-eslint': graphql };
// One object for all: the plugin keeps the first that it is given.
const parserOptions = {
  graphQLConfig: { schema: 'schema/api.graphql', documents: 'schema/operations/**/*.graphql' },
};

export default [
  { ignores: ['**/*.ts', '**/*.js', 'schema/supergraph.graphql'] },
  {
    files: ['schema/api.graphql'],
    languageOptions: { parser: graphql.parser, parserOptions },
    plugins,
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...RELAY_RULES,
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          DirectiveDefinition: true,
          rootField: true,
          // type-graphql has no place for a description of the roots.
          ignoredSelectors: ['ObjectTypeDefinition[name.value=/^(Query|Mutation)$/]'],
        },
      ],
      // The banner of a generated file is a comment by intent.
      '@graphql-eslint/no-hashtag-description': 'off',
      // Values such as Money and Provenance have no id, and edges have a cursor.
      '@graphql-eslint/strict-id-in-types': 'off',
    },
  },
  {
    files: ['schema/subgraphs/*.graphql'],
    languageOptions: { parser: graphql.parser },
    plugins,
    // The contract tests hold each subgraph to more (tests/contract).
    rules: DOCUMENT_RULES,
  },
  {
    files: ['schema/operations/**/*.graphql'],
    languageOptions: { parser: graphql.parser, parserOptions },
    plugins,
    rules: {
      ...graphql.configs['flat/operations-recommended'].rules,
      // The documents ask as deep as the answer goes; the gateway limits depth for everybody.
      '@graphql-eslint/selection-set-depth': 'off',
      // An id is asked for where the client keeps the record.
      '@graphql-eslint/require-selections': 'off',
    },
  },
];
