import { it } from 'vitest';
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { federate } from '../../support/federation.ts';
import { SHOP } from './support/shop.ts';
it('debug', async () => {
  const shop = federate(SHOP);
  for (const line of readFileSync('/tmp/eng-study/q.txt', 'utf8').split('\n').filter(Boolean)) {
    const [q, v] = line.split('|||');
    shop.forget();
    const variables = JSON.parse(v ?? '{}');
    const a = await shop.ask(q!, variables);
    console.log(q);
    try {
      const c = await shop.engine.prepare({
        document: parse(q!),
        documentId: 'x' + q,
        variables,
        context: {},
      });
      console.log(c.planned.map((p) => p.operation).join('\n'), '\n', c.describe().join('\n'));
    } catch (e) {
      console.log('REFUSED', (e as Error).message);
    }
    for (const r of [...shop.requests])
      console.log(
        '  →',
        r.subgraph,
        JSON.stringify(r.variables),
        JSON.stringify(await shop.fetch(r)).slice(0, 400),
      );
    console.log(JSON.stringify(a));
  }
});
