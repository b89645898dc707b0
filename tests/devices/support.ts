import type { Viewer } from '../../platform/identity/viewer.ts';
import { SYNC_DEVICES } from '../../platform/identity/viewer.ts';
import { asPartner, type TestSubgraph } from '../support/subgraph.ts';

/** Somebody of `partner` who may register and sync devices. */
export function syncing(partner: string): Viewer {
  return asPartner(partner, { scopes: [SYNC_DEVICES] });
}

/** Registers a device and gives its id. */
export async function register(
  subgraph: TestSubgraph,
  viewer: Viewer,
  input: { model?: string; name?: string; serialNumber?: string } = {},
): Promise<string> {
  const data = await subgraph.data<{ registerDevice: { device: { id: string } } }>(
    viewer,
    'mutation ($input: RegisterDeviceInput!) { registerDevice(input: $input) { device { id } } }',
    { input: { model: 'ms.ase-mini-r', name: 'Field unit', ...input } },
  );
  return data.registerDevice.device.id;
}

/** A usage entry as a device sends it. */
export interface EntryInput {
  readonly sequence: number;
  readonly at: string;
  readonly kind: 'USAGE' | 'EVENT';
  readonly offering?: string | null;
  readonly quantity?: string | null;
  readonly unit?: string | null;
  readonly payload?: string | null;
  readonly previousDigest?: string | null;
}

export function usage(sequence: number, quantity = '1', more: Partial<EntryInput> = {}): EntryInput {
  return {
    sequence,
    at: '2026-11-20T08:00:00.000Z',
    kind: 'USAGE',
    offering: 'ms.azure-gov.storage',
    quantity,
    unit: 'GB',
    ...more,
  };
}

/** What `syncDevice` answers. */
export interface SyncAnswer {
  readonly acknowledgedThrough: number;
  readonly headDigest: string | null;
  readonly accepted: number;
  readonly duplicates: number;
  readonly gaps: { from: number; to: number }[];
  readonly forks: { sequence: number; kept: string; rejected: string; reason: string }[];
  readonly clockWarnings: { kind: string; seconds: number; sequence: number | null }[];
  readonly catalogueVersion: string;
  readonly complete: boolean;
  readonly changes: { kind: string; field: string; before: string | null; after: string | null }[];
  readonly device: {
    id: string;
    connection: string;
    lastSyncAt: string;
    acknowledgedThrough: number;
    usage: { offering: { id: string }; unit: string; quantity: string; entries: number }[];
  };
}

export const SYNC = `mutation ($input: SyncDeviceInput!) { syncDevice(input: $input) {
  acknowledgedThrough headDigest accepted duplicates gaps { from to } forks { sequence kept rejected reason }
  clockWarnings { kind seconds sequence } catalogueVersion complete changes { kind field before after }
  device { id connection lastSyncAt acknowledgedThrough usage { offering { id } unit quantity entries } } } }`;

/** Syncs a device, and gives the answer. */
export async function sync(
  subgraph: TestSubgraph,
  viewer: Viewer,
  device: string,
  entries: readonly EntryInput[],
  more: { catalogueVersion?: string; deviceTime?: string; channel?: string } = {},
): Promise<SyncAnswer> {
  const data = await subgraph.data<{ syncDevice: SyncAnswer }>(viewer, SYNC, {
    input: { device, entries, ...more },
  });
  return data.syncDevice;
}
