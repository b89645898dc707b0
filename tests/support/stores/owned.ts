import { Kysely } from 'kysely';
import { connectionConfig, poolOf } from '../../../platform/store/postgres/connections.ts';
import { sessionDialect } from '../../../platform/store/postgres/driver.ts';

/** The schema of a subgraph as its owner writes to it. */
export function ownedDatabase<Tables>(url: string, name: string): Kysely<Tables> {
  const settings = { url, connections: 2, statementMilliseconds: 0, connectMilliseconds: 5_000 };
  const pool = poolOf({ ...connectionConfig(settings, name), max: settings.connections });
  const nothing = () => undefined;
  return new Kysely<Tables>({
    dialect: sessionDialect({ pool, readOnly: false, session: nothing, onFailure: nothing }),
  });
}
