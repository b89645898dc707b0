import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompactVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { CLIENT_NAME, ManifestRejected, readManifest } from '../../platform/documents/manifest.ts';
import { verifyManifest } from '../../platform/documents/signature.ts';
import { watchState, type Watch } from '../supergraph/watch.ts';

/** The trusted documents of a client: their texts by their ids. */
export type ClientDocuments = ReadonlyMap<string, string>;

/** A client's files as they were read. */
interface ClientFiles {
  readonly client: string;
  readonly text: string;
  readonly signature: string;
}

export interface ManifestsOptions {
  /** Folder of `<client>.json` and `<client>.json.jws`. */
  readonly directory: string;
  readonly keys: CompactVerifyGetKey;
  readonly log: Logger;
  /** Between two looks at the folder, in milliseconds. */
  readonly look: number;
}

/**
 * The signed manifests of a folder, through their changes. A manifest is taken whole or not at all; one that
 * cannot be taken leaves the one before, and is tried again when its files change. A manifest whose file is
 * gone is gone.
 */
export class Manifests {
  readonly #options: ManifestsOptions;
  readonly #documents = new Map<string, ClientDocuments>();
  /** The files that were taken or refused last, by client, so that they are not read anew. */
  readonly #seen = new Map<string, string>();
  #watch: Watch | undefined;
  #working: Promise<void> = Promise.resolve();

  /**
   * Takes the manifests that are there and follows their changes.
   * @throws ManifestRejected where one cannot be taken; Error where the folder cannot be read.
   */
  static async start(options: ManifestsOptions): Promise<Manifests> {
    const manifests = new Manifests(options);
    for (const files of await filesIn(options.directory)) await manifests.#take(files);
    manifests.#watch = watchState(
      () => stateOf(options.directory),
      () => void manifests.reload(),
      options.look,
    );
    return manifests;
  }

  private constructor(options: ManifestsOptions) {
    this.#options = options;
  }

  /** The documents of a client; undefined where it has no manifest. */
  of(client: string): ClientDocuments | undefined {
    return this.#documents.get(client);
  }

  /** Reads the folder now. Never rejects. */
  reload(): Promise<void> {
    this.#working = this.#working.then(() => this.#read());
    return this.#working;
  }

  async close(): Promise<void> {
    this.#watch?.close();
    await this.#working;
  }

  async #read(): Promise<void> {
    const { directory, log } = this.#options;
    let found: readonly ClientFiles[];
    try {
      found = await filesIn(directory);
    } catch (error) {
      log.warn({ err: error }, 'the manifests of trusted documents cannot be read; those before stay');
      return;
    }
    for (const files of found) {
      const { client } = files;
      if (this.#seen.get(client) === digestOf(files)) continue;
      try {
        await this.#take(files);
        log.info({ client, operations: this.#documents.get(client)?.size }, 'manifest taken');
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.warn({ client, reason }, 'manifest refused; the one before stays');
      }
    }
    for (const client of this.#documents.keys()) {
      if (found.some((it) => it.client === client)) continue;
      this.#documents.delete(client);
      this.#seen.delete(client);
      log.info({ client }, 'manifest gone');
    }
  }

  async #take(files: ClientFiles): Promise<void> {
    const { client, text, signature } = files;
    this.#seen.set(client, digestOf(files));
    try {
      await verifyManifest(text, signature, this.#options.keys);
      const { operations } = readManifest(text, client);
      this.#documents.set(client, new Map(operations.map(({ id, body }) => [id, body])));
    } catch (error) {
      if (!(error instanceof ManifestRejected)) throw error;
      throw new ManifestRejected(`${client}.json: ${error.message}`);
    }
  }
}

function digestOf({ text, signature }: ClientFiles): string {
  return `${signature}\n${text}`;
}

async function filesIn(directory: string): Promise<readonly ClientFiles[]> {
  const names = (await readdir(directory)).filter((it) => it.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name): Promise<ClientFiles> => {
      const file = join(directory, name);
      const client = name.slice(0, -'.json'.length);
      if (!CLIENT_NAME.test(client)) throw new ManifestRejected(`${name}: expected the name of a client`);
      const text = await readFile(file, 'utf8');
      // Without its signature a manifest is refused, as with a wrong one.
      const signature = await readFile(`${file}.jws`, 'utf8').catch(() => '');
      return { client, text, signature };
    }),
  );
}

/** Which files there are and when they were written; undefined where the folder cannot be read. */
async function stateOf(directory: string): Promise<string | undefined> {
  try {
    const names = (await readdir(directory)).filter((it) => /\.json(\.jws)?$/.test(it)).sort();
    const states = await Promise.all(
      names.map(async (name) => {
        const { ino, size, mtimeNs } = await stat(join(directory, name), { bigint: true });
        return [name, ino, size, mtimeNs].join();
      }),
    );
    return states.join('\n');
  } catch {
    return undefined;
  }
}
