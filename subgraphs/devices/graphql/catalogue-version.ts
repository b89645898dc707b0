import type { CursorCodec } from '../../../platform/paging/cursor.ts';
import { isDay } from '../../../platform/calendar/day.ts';
import { PublicError } from '../../../platform/errors.ts';
import type { HeldVersion } from '../store/sync.ts';

/** The opaque text that stands for what a device was told; it is worth nothing to another device. */
export function encodeVersion(cursors: CursorCodec, device: string, version: HeldVersion): string {
  return cursors.encode(versionsOf(device), [version.modelDigest, version.name, version.day]);
}

/** What the text stands for; null where it is not one that this device was given. */
export function decodeVersion(
  cursors: CursorCodec,
  device: string,
  text: string | null | undefined,
): HeldVersion | null {
  if (!text) return null;
  try {
    const [modelDigest, name, day] = cursors.decode(versionsOf(device), text);
    const readable =
      (modelDigest === null || typeof modelDigest === 'string') &&
      typeof name === 'string' &&
      typeof day === 'string' &&
      isDay(day);
    return readable ? { modelDigest, name, day } : null;
  } catch (error) {
    if (error instanceof PublicError) return null;
    throw error;
  }
}

function versionsOf(device: string): unknown {
  return ['catalogueVersion', device];
}
