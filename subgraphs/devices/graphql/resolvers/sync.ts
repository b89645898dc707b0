import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { OPERATE, SYNC_DEVICES } from '../../../../platform/identity/viewer.ts';
import { journalFault } from '../../domain/input.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import { decodeVersion, encodeVersion } from '../catalogue-version.ts';
import { actorOf, refuse, type DeviceContext } from '../context.ts';
import { deviceView } from '../present.ts';
import { SyncDeviceInput, SyncDevicePayload, type JournalEntryInput } from '../types/sync.ts';

@Resolver()
export class SyncMutation {
  @RequiresScopes([SYNC_DEVICES], [OPERATE])
  @Mutation(() => SyncDevicePayload, {
    description:
      'Takes the journal that a device kept while it was offline, and says what changed for the device since. ' +
      'The same entry may come as often as you like: it is kept once and counted once. Nothing is lost: entries ' +
      'after a gap are kept, and so is another history of a sequence. Needs the scope `devices:sync`.',
  })
  async syncDevice(
    @Ctx() context: DeviceContext,
    @Arg('input', () => SyncDeviceInput) input: SyncDeviceInput,
  ) {
    const { store, cursors } = context;
    const actor = actorOf(context, 'Syncing a device');
    const entries = input.entries.map(journalEntry);
    refuse(journalFault('input.entries', entries));
    const { device, merge, headDigest, clock, complete, changes, version } = await store.syncDevice(actor, {
      device: input.device,
      entries,
      catalogueVersion: input.catalogueVersion ?? null,
      held: decodeVersion(cursors, input.device, input.catalogueVersion),
      connected: input.channel !== 'CARRIED',
      deviceTime: input.deviceTime ?? null,
    });
    return {
      device: deviceView(device),
      acknowledgedThrough: merge.acknowledgedThrough,
      headDigest,
      accepted: merge.accepted.length,
      duplicates: merge.duplicates,
      gaps: merge.gaps,
      forks: merge.forks,
      clockWarnings: clock,
      catalogueVersion: encodeVersion(cursors, device.id, version),
      complete,
      changes,
    };
  }
}

function journalEntry(input: JournalEntryInput): JournalEntry {
  return {
    sequence: input.sequence,
    at: input.at.toISOString(),
    kind: input.kind,
    offering: input.offering ?? null,
    quantity: input.quantity ?? null,
    unit: input.unit ?? null,
    payload: input.payload ?? null,
    previousDigest: input.previousDigest ?? null,
  };
}
