import { buildSubgraphSchema } from '@apollo/subgraph';
import graphqlEslint from '@graphql-eslint/eslint-plugin';
import { Linter } from 'eslint';
import { parse, printSchema } from 'graphql';
import { SUBGRAPH_RULES } from '../../../../schema/design-rules.ts';
import type { Check } from '../../harness/check.ts';

/** The design rules that a linter knows. It keeps what it learnt of one schema unless NODE_ENV is `test`. */
export const lint: Check = {
  name: 'design.lint',
  says: 'The SDL keeps the rules of @graphql-eslint for schemas and for Relay (schema/design-rules.ts).',
  async run({ contract, servedSdl }, trial) {
    const sdl = await servedSdl();
    const config: Linter.Config = {
      files: ['**/*.graphql'],
      plugins: { '@graphql-eslint': graphqlEslint as never },
      languageOptions: {
        parser: graphqlEslint.parser as never,
        parserOptions: { schemaSdl: printSchema(buildSubgraphSchema(parse(sdl))) },
      },
      rules: SUBGRAPH_RULES,
    };
    const problems = new Linter({ configType: 'flat' }).verify(sdl, [config], {
      filename: `${contract.name}.graphql`,
    });
    trial.kept();
    for (const { ruleId, message, line } of problems) {
      trial.broken({
        at: `line ${line}: ${(sdl.split('\n')[line - 1] ?? '').trim()}`,
        expected: `what ${ruleId ?? 'the parser'} asks for`,
        came: message,
        todo: `See https://the-guild.dev/graphql/eslint/rules/${(ruleId ?? '').replace('@graphql-eslint/', '')}`,
      });
    }
  },
};
