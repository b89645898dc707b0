import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { PartnerViewer } from '../../../platform/identity/viewer.ts';
import type { Tables } from './tables.ts';

/** Who changes something, and when: what every mutation of the store is told. */
export interface Actor {
  readonly viewer: PartnerViewer;
  readonly now: Date;
}

export type AuditedAction = 'registerDevice' | 'renameDevice' | 'reportConnection' | 'syncDevice';

/** Writes down who did what to which device, in the transaction that does it. */
export async function audit(
  transaction: Transaction<Tables>,
  { viewer, now }: Actor,
  action: AuditedAction,
  device: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await transaction
    .insertInto('audit')
    .values({
      id: randomUUID(),
      at: now.toISOString(),
      viewer: viewer.id,
      partner: viewer.partner,
      action,
      subject: device,
      detail: JSON.stringify(detail),
    })
    .execute();
}
