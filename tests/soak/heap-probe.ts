/**
 * Loaded into the gateway that is soaked (`--import`): tells its memory after a full collection, whenever the
 * parent process asks.
 */
process.on('message', (asked) => {
  if (asked !== 'memory') return;
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heapUsed, external, rss });
});
// What listens to its parent would not end without it.
process.channel?.unref();
