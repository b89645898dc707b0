import { registerHooks } from 'node:module';

/** Preloaded into a process (`--import`), it prints each package that is loaded, when that happens. */
const seen = new Set<string>();
registerHooks({
  load(url, context, next) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      process.stdout.write(`loaded ${name}\n`);
    }
    return next(url, context);
  },
});
