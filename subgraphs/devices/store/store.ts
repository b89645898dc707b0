import { discloses, readerKey, type Reader } from '../../../platform/disclosure/discloses.ts';
import type { SourceRecord } from '../../../platform/facts/sources.ts';
import type { PartnerViewer } from '../../../platform/identity/viewer.ts';
import type { Page } from '../../../platform/paging/page.ts';
import { chunks } from '../../../platform/store/database.ts';
import { openStore } from '../../../platform/store/open.ts';
import type { StoreDatabase } from '../../../platform/store/store-database.ts';
import { DatabaseStore } from '../../../platform/store/store.ts';
import type { SubgraphEnvironment } from '../../../platform/subgraph/define.ts';
import type { Actor } from './audit.ts';
import { devicesDatabase } from './definition.ts';
import { deviceFacts, type DeviceFacts } from './device-facts.ts';
import * as reads from './device-reads.ts';
import * as writes from './device-writes.ts';
import type { StoredModel } from './import/read-models.ts';
import * as models from './models.ts';
import { syncDevice, type SyncAnswer, type SyncRequest } from './sync.ts';
import type { DeviceRow, Tables } from './tables.ts';

const IDS_PER_STATEMENT = 500;
/** Readers whose facts are remembered. */
const KNOWN_READERS = 1_000;

/**
 * Device models, partners' devices and their journals. Reads come in batches: one statement whatever the
 * number of keys. Every change is one transaction with its audit record. Everything about units is bound to
 * a partner: nothing is read or changed by a device's id alone, except what hangs on a device read before.
 */
export class DeviceStore extends DatabaseStore<Tables> {
  readonly #models = this.database.facts.one(() => this.#readModels());
  readonly #facts = this.database.facts.each(KNOWN_READERS, (it: Reader) => this.#factsFor(it), readerKey);

  private constructor(database: StoreDatabase<Tables>) {
    super(database);
  }

  /**
   * Opens the store, with its schema up to date and seeded.
   * @throws ImportRejected where a file or a record cannot be taken; the store is left as it was.
   */
  static async open(environment: SubgraphEnvironment): Promise<DeviceStore> {
    return openStore(environment, devicesDatabase, async (database) => {
      const store = new DeviceStore(database);
      // Read now what every question needs, so that the first is as fast as the next.
      await store.#models();
      return store;
    });
  }

  async sources(ids: readonly string[]): Promise<ReadonlyMap<string, SourceRecord>> {
    const found = new Map<string, SourceRecord>();
    for (const some of chunks(ids, IDS_PER_STATEMENT)) {
      const rows = await this.database.selectFrom('source').selectAll().where('id', 'in', some).execute();
      for (const { id, document } of rows) found.set(id, JSON.parse(document) as SourceRecord);
    }
    return found;
  }

  models(ids: readonly string[], reader: Reader): Promise<ReadonlyMap<string, StoredModel>> {
    return models.modelsByIds(this.database, ids, reader);
  }

  pageOfModels(
    search: models.ModelSearch,
    reader: Reader,
    order: models.ModelOrder,
    after: models.ModelPosition | null,
    size: number,
  ): Promise<Page<models.PlacedModel>> {
    return models.pageOfModels(this.database, search, reader, order, after, size);
  }

  countModels(search: models.ModelSearch, reader: Reader): Promise<number> {
    return models.countModels(this.database, search, reader);
  }

  /** What the gates know of the devices that a reader may see. */
  deviceFacts(reader: Reader): Promise<DeviceFacts> {
    return this.#facts(reader);
  }

  async #factsFor(reader: Reader): Promise<DeviceFacts> {
    const all = await this.#models();
    return deviceFacts(all.filter((it) => discloses(it.label, reader)));
  }

  async #readModels(): Promise<readonly StoredModel[]> {
    const rows = await this.database.selectFrom('device_model').select(['document', 'label']).execute();
    return rows.map(models.storedModel);
  }

  pageOfDevices(
    viewer: PartnerViewer,
    after: reads.DevicePosition | null,
    size: number,
  ): Promise<Page<DeviceRow>> {
    return reads.pageOfDevices(this.database, viewer, after, size);
  }

  countDevices(viewer: PartnerViewer): Promise<number> {
    return reads.countDevices(this.database, viewer);
  }

  devices(viewer: PartnerViewer, ids: readonly string[]): Promise<DeviceRow[]> {
    return reads.devicesByIds(this.database, viewer, ids);
  }

  rangesByDevice(devices: readonly string[]) {
    return reads.rangesByDevice(this.database, devices);
  }

  forksByDevice(devices: readonly string[]) {
    return reads.forksByDevice(this.database, devices);
  }

  usageByDevice(devices: readonly string[]) {
    return reads.usageByDevice(this.database, devices);
  }

  journalPages(keys: readonly reads.JournalPageKey[]) {
    return reads.journalPages(this.database, keys);
  }

  registerDevice(actor: Actor, registration: writes.Registration): Promise<DeviceRow> {
    return writes.registerDevice(this.database, actor, registration);
  }

  renameDevice(actor: Actor, change: Parameters<typeof writes.renameDevice>[2]): Promise<DeviceRow> {
    return writes.renameDevice(this.database, actor, change);
  }

  reportConnection(actor: Actor, report: writes.ConnectionReport) {
    return writes.reportConnection(this.database, actor, report);
  }

  syncDevice(actor: Actor, request: SyncRequest): Promise<SyncAnswer> {
    return syncDevice(this.database, actor, request);
  }

  /** The audit records on a device, oldest first. */
  auditOf(device: string): Promise<Tables['audit'][]> {
    return this.database
      .selectFrom('audit')
      .selectAll()
      .where('subject', '=', device)
      .orderBy('at')
      .orderBy('id')
      .execute();
  }
}
