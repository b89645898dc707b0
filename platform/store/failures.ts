import { PublicError } from '../errors.ts';

/** Reading took longer than it may. */
export function storeTimeout(): PublicError {
  return new PublicError(
    'STORE_TIMEOUT',
    'This part took longer to read than it may. Ask for less, or ask again later.',
  );
}

/** Nothing may be written. */
export function storeReadOnly(): PublicError {
  return new PublicError(
    'STORE_READ_ONLY',
    'Nothing can be changed at the moment: the store is read-only. Try the change again later.',
  );
}
