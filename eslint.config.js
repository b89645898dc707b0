import graphql from '@graphql-eslint/eslint-plugin';

// GraphQL documents only: TypeScript is linted by oxlint. typescript-eslint does not take TypeScript 7.
const { '@graphql-eslint/naming-convention': naming } = graphql.configs['flat/schema-recommended'].rules;
const plugins = { '@graphql-eslint': graphql };

export default [
  { ignores: ['**/*.ts', '**/*.js', 'schema/supergraph.graphql', 'schema/api.graphql'] },
  {
    files: ['schema/subgraphs/*.graphql'],
    languageOptions: { parser: graphql.parser },
    plugins,
    // The rules that read one document: a subgraph alone refers to federation's directives and types.
    rules: {
      '@graphql-eslint/naming-convention': naming,
      '@graphql-eslint/description-style': 'error',
      '@graphql-eslint/no-hashtag-description': 'off',
      '@graphql-eslint/no-typename-prefix': 'error',
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/require-description': [
        'error',
        { types: true, DirectiveDefinition: true, rootField: true },
      ],
      '@graphql-eslint/unique-enum-value-names': 'error',
    },
  },
  {
    files: ['schema/operations/**/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: {
        graphQLConfig: {
          schema: 'schema/api.graphql',
          documents: 'schema/operations/**/*.graphql',
        },
      },
    },
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
