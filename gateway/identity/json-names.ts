const PARTS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/**
 * Whether an object of a JSON text has one name twice. Parsers differ in which of the two they take, so such a
 * token could be one thing to us and another to whoever looked at it before.
 */
export function hasRepeatedName(json: string): boolean {
  const objects: (Set<string> | null)[] = [];
  let text = '';
  for (const [part] of json.matchAll(PARTS)) {
    if (part === '{') objects.push(new Set());
    else if (part === '[') objects.push(null);
    else if (part === '}' || part === ']') objects.pop();
    else if (part === ':') {
      const names = objects.at(-1);
      // The same name may be written in several ways.
      const name = text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
      if (names?.has(name)) return true;
      names?.add(name);
    } else if (part !== ',') text = part;
  }
  return false;
}
