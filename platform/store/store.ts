import type { Viewer } from '../identity/viewer.ts';
import type { SubgraphStore } from '../subgraph/define.ts';
import type { StoreSession } from './session.ts';
import type { StoreDatabase } from './store-database.ts';

/** What the stores of all subgraphs share. */
export abstract class DatabaseStore<Tables> implements SubgraphStore {
  protected readonly database: StoreDatabase<Tables>;

  protected constructor(database: StoreDatabase<Tables>) {
    this.database = database;
  }

  dataVersion(): string | Promise<string> {
    return this.database.dataVersion();
  }

  watch(changed: () => void): (() => void) | undefined {
    return this.database.watch?.(changed);
  }

  session(viewer: Viewer): StoreSession | undefined {
    return this.database.session?.(viewer);
  }

  isReady(): Promise<boolean> {
    return this.database.isReady();
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }
}
