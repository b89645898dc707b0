import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

// What starts later need not be compiled again. Only modules that are loaded from here on are kept.
enableCompileCache(join(import.meta.dirname, '..', '.compile-cache'));
const { run } = await import('./run.ts');
run(flushCompileCache);
