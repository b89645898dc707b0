/** The median time of some runs of `run`, after one that warms up, in milliseconds. */
export async function medianMilliseconds(run: () => Promise<unknown>, times = 5): Promise<number> {
  await run();
  const taken: number[] = [];
  for (let it = 0; it < times; it++) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}
