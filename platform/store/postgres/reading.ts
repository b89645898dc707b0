import type { IsolationLevel } from 'kysely';
import pg from 'pg';
import { OPERATE, type Viewer } from '../../identity/viewer.ts';

/** The settings by which rules on rows know who asks. */
export const PARTNER_SETTING = 'app.partner';
export const OPERATOR_SETTING = 'app.operator';

/** The version of the data of a schema, in SQL over its table `data_version`. */
const VERSION = `concat_ws('.', tableoid, (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint, changes)`;

/** What stands at the head of a store's data: its version, and the digest of its facts. */
export interface DataHead {
  readonly version: string;
  readonly facts: string | null;
}

/** The statement that reads the head of the data. */
export const READ_HEAD = `select ${VERSION} as version, (select digest from seed where name = 'facts') as facts from data_version`;

/** The statements that begin a transaction which reads one state of the data, with its head as the last answer. */
export function beginReading(viewer: Viewer): string {
  return `begin isolation level repeatable read read only; ${setViewer(viewer)}; ${READ_HEAD}`;
}

/** The statements that begin a transaction which may write. */
export function beginWriting(viewer: Viewer | undefined, isolation?: IsolationLevel): string {
  const begin = isolation ? `begin isolation level ${isolation}` : 'begin';
  return viewer ? `${begin}; ${setViewer(viewer)}` : begin;
}

/** Says who asks, until the transaction ends. */
function setViewer({ partner, scopes }: Viewer): string {
  const operates = partner !== null && scopes.includes(OPERATE);
  return `set local ${PARTNER_SETTING} = ${pg.escapeLiteral(partner ?? '')}; set local ${OPERATOR_SETTING} = '${operates ? 'on' : 'off'}'`;
}
