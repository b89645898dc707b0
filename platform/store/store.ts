import type { SubgraphStore } from '../subgraph/define.ts';
import type { EmbeddedDatabase } from './database.ts';

/** What every store over an embedded database shares. */
export abstract class EmbeddedStore<Tables> implements SubgraphStore {
  protected readonly database: EmbeddedDatabase<Tables>;

  protected constructor(database: EmbeddedDatabase<Tables>) {
    this.database = database;
  }

  dataVersion(): string {
    return this.database.dataVersion();
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }
}
