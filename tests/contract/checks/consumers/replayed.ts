import { shown, type Check } from '../../harness/check.ts';
import { shapeFaults } from './shape.ts';

/** Every client gets from this subgraph what its operations need of it. */
export const replayed: Check = {
  name: 'consumers.replayed',
  says: 'What each operation of each client asks of this subgraph by its plan is answered, without an error, in the shape that was asked for.',
  async run({ contract, exchanges, servedSchema }, trial) {
    const schema = await servedSchema();
    const asked = await exchanges();
    for (const { consumer, operation, query, variables, answer, untried } of asked) {
      const at = `consumer ${consumer}, operation ${operation}`;
      const todo = `Answer ${query.replace(/\s+/g, ' ').slice(0, 200)} as ${consumer} needs it.`;
      if (untried !== undefined) {
        trial.leaveOut(`${at}: ${untried}`);
        continue;
      }
      if (!answer?.data || answer.errors?.length) {
        trial.broken({
          at,
          expected: 'an answer without an error',
          came: shown(answer?.errors ?? answer ?? 'the assertion was refused'),
          todo,
        });
        continue;
      }
      const faults = [
        ...emptyPlaces(answer.data).map((it) => ({ at: it, expected: 'a record to look at', came: 'null' })),
        ...(await shapeFaults(schema, { query, variables }, answer.data)),
      ];
      trial.expect(faults.length === 0, () => ({
        at,
        expected: faults.map((it) => `${it.at}: ${it.expected}`).join('; '),
        came: faults.map((it) => it.came).join('; '),
        todo,
      }));
    }
    if (asked.length === 0) trial.note(`no operation asks anything of ${contract.name}`);
  },
};

/** Fields of the root, and entities, for which nothing came: an empty answer proves no shape. */
function emptyPlaces(data: Record<string, unknown>): string[] {
  return Object.entries(data).flatMap(([key, value]) => {
    if (Array.isArray(value)) return value.flatMap((it, index) => (it === null ? [`${key}.${index}`] : []));
    return value === null ? [key] : [];
  });
}
