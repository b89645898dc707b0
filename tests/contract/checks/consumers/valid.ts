import { validate } from 'graphql';
import type { Check } from '../../harness/check.ts';

/** What is served serves every client. */
export const valid: Check = {
  name: 'consumers.valid',
  says: 'Every checked-in operation of every client is valid against the schema that clients see once this SDL is composed.',
  async run({ contract, federation }, trial) {
    const { engine } = await federation();
    for (const consumer of contract.consumers) {
      for (const { operationName, file, document } of consumer.operations) {
        const errors = validate(engine.apiSchema, document);
        trial.expect(errors.length === 0, () => ({
          at: `consumer ${consumer.name}, operation ${operationName ?? file}`,
          expected: 'an operation that is valid',
          came: errors.map((it) => it.message).join(' '),
          todo: `Keep what ${consumer.name} asks for, or agree with ${consumer.name} on another operation (schema/operations/${consumer.name}/${file}).`,
        }));
      }
    }
  },
};
