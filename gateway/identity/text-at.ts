/**
 * The text at an address of the configuration.
 * @param within how long that may take, in milliseconds.
 * @param largest how large it may be, in bytes.
 * @throws where it cannot be had, is larger, or is elsewhere: nobody is followed to where the configuration
 * does not say.
 */
export async function textAt(url: string, within: number, largest: number): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(within), redirect: 'error' });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > largest) throw new Error(`more than ${largest} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
