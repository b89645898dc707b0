import graphql from '@graphql-eslint/eslint-plugin';

// GraphQL documents only: TypeScript is linted by oxlint. typescript-eslint does not take TypeScript 7.
const { '@graphql-eslint/naming-convention': naming } = graphql.configs['flat/schema-recommended'].rules;
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
    // The rules that read one document: a subgraph alone refers to federation's directives and types, and
    // leaves the description of a type to its owner.
    rules: {
      '@graphql-eslint/naming-convention': naming,
      '@graphql-eslint/description-style': 'error',
      '@graphql-eslint/no-hashtag-description': 'off',
      '@graphql-eslint/no-typename-prefix': 'error',
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/unique-enum-value-names': 'error',
    },
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
