import graphql from '@graphql-eslint/eslint-plugin';
import type { Linter } from 'eslint';

const { '@graphql-eslint/naming-convention': naming } = graphql.configs['flat/schema-recommended'].rules;

/**
 * The connections of Relay, forwards: no list of ours is walked backwards, and a test of the contract looks at the
 * shape of connections and of PageInfo closer than these rules do. Records are found by federation's keys, so that
 * there is no interface Node.
 */
export const RELAY_RULES: Linter.RulesRecord = {
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  '@graphql-eslint/relay-connection-types': 'error',
  '@graphql-eslint/relay-edge-types': [
    'error',
    { shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
  ],
};

/**
 * The rules that read one document: a subgraph alone refers to federation's directives and types, and leaves the
 * description of a type to its owner.
 */
export const DOCUMENT_RULES: Linter.RulesRecord = {
  '@graphql-eslint/naming-convention': naming,
  '@graphql-eslint/description-style': 'error',
  // The banner of a generated file is a comment by intent.
  '@graphql-eslint/no-hashtag-description': 'off',
  '@graphql-eslint/no-typename-prefix': 'error',
  '@graphql-eslint/require-deprecation-reason': 'error',
  '@graphql-eslint/unique-enum-value-names': 'error',
};

/** What a subgraph's SDL is held to where its executable schema is at hand. */
export const SUBGRAPH_RULES: Linter.RulesRecord = {
  ...DOCUMENT_RULES,
  ...RELAY_RULES,
};
