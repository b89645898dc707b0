import { dataDirectory } from '../../../platform/facts/data-directory.ts';
import { discloses, type Reader } from '../../../platform/disclosure/discloses.ts';
import type { SourceRecord } from '../../../platform/facts/sources.ts';
import type { PartnerViewer } from '../../../platform/identity/viewer.ts';
import { Lru } from '../../../platform/lru.ts';
import type { Page } from '../../../platform/paging/page.ts';
import { once } from '../../../platform/once.ts';
import { chunks, seedOnce, type EmbeddedDatabase } from '../../../platform/store/database.ts';
import { EmbeddedStore } from '../../../platform/store/embedded-store.ts';
import { openStore } from '../../../platform/store/open.ts';
import type { SubgraphEnvironment } from '../../../platform/subgraph/define.ts';
import type { Actor } from './audit.ts';
import { deviceFacts, type DeviceFacts } from './device-facts.ts';
import * as reads from './device-reads.ts';
import * as writes from './device-writes.ts';
import type { StoredModel } from './import/read-models.ts';
import { readDeviceFacts } from './import/read-facts.ts';
import { seedFacts } from './import/seed.ts';
import * as models from './models.ts';
import { syncDevice, type SyncAnswer, type SyncRequest } from './sync.ts';
import { migrations, type DeviceRow, type Tables } from './tables.ts';

const IDS_PER_STATEMENT = 500;
/** Readers whose facts are remembered. */
const KNOWN_READERS = 1_000;

/**
 * Device models, partners' devices and their journals. Reads come in batches: one statement whatever the
 * number of keys. Every change is one transaction with its audit record. Everything about units is bound to
 * a partner: nothing is read or changed by a device's id alone, except what hangs on a device read before.
 */
export class DeviceStore extends EmbeddedStore<Tables> {
  /** Read once, since models change only while the store opens. */
  readonly #models = once(() => this.#readModels());
  readonly #factsOfReaders = new Lru<DeviceFacts>(KNOWN_READERS);

  private constructor(database: EmbeddedDatabase<Tables>) {
    super(database);
  }

  /**
   * Opens the store, brings its schema up to date and seeds it, unless it holds exactly these facts.
   * @throws ImportRejected where a file or a record cannot be taken; the store is left as it was.
   */
  static async open(environment: SubgraphEnvironment): Promise<DeviceStore> {
    const facts = readDeviceFacts(environment.factsDirectory ?? dataDirectory('devices'));
    return openStore<Tables, DeviceStore>(environment, 'devices', migrations, async (database) => {
      await seedOnce(database, facts.digest, (transaction) =>
        seedFacts(transaction, facts, environment.clock()),
      );
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
  async deviceFacts(reader: Reader): Promise<DeviceFacts> {
    const key = JSON.stringify([reader.partner, reader.clearance, reader.compartments]);
    const known = this.#factsOfReaders.get(key);
    if (known) return known;
    const all = await this.#models();
    const facts = deviceFacts(all.filter((it) => discloses(it.label, reader)));
    this.#factsOfReaders.set(key, facts);
    return facts;
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
