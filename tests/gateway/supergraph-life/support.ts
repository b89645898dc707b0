import { readFileSync, writeFileSync } from 'node:fs';
import type { SubgraphCall, Transport } from '../../../gateway/transport/transport.ts';
import { digestOf } from '../../../gateway/supergraph/supergraph.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { LogProbe } from '../../support/log-probe.ts';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../../support/gateway.ts';

export const GB = { partner: 'GB' };
export const QUESTION = '{ viewer { id verdict } schemes { id name } }';
export const ANSWER = {
  viewer: { id: 'GB:user', verdict: 'decided from facts of GB:user' },
  schemes: [
    { id: 'GB', name: 'United Kingdom' },
    { id: 'unknown', name: null },
  ],
};

/** A gateway over the fixture's subgraphs, whose supergraph a test changes. */
export interface ChangingGateway extends TestGateway {
  readonly file: string;
  /** The supergraph that it started with. */
  readonly sdl: string;
  readonly log: LogProbe;
  /** Writes the file and has the gateway read it. @returns the id that the supergraph would have. */
  offer(sdl: string): Promise<string>;
  /** What readiness says. */
  ready(): Promise<{ readonly status: number; readonly supergraph: string }>;
  /** The lines of the log with this message, the last one last. */
  logged(message: RegExp): Record<string, unknown>[];
}

/** Starts a gateway that does not watch its file, unless the environment given says so. */
export async function startChangingGateway(
  options: Omit<TestGatewayOptions, 'log' | 'subgraphs'> = {},
): Promise<ChangingGateway> {
  const log = new LogProbe();
  const gateway = await startTestGateway({
    ...options,
    subgraphs: FIXTURE_SUBGRAPHS,
    log: log.logger,
    environment: { SUPERGRAPH_WATCH: 'off', ...options.environment },
  });
  const file = gateway.config.SUPERGRAPH_FILE;
  return {
    ...gateway,
    file,
    sdl: readFileSync(file, 'utf8'),
    log,
    async offer(sdl) {
      writeFileSync(file, sdl);
      await gateway.reload();
      return digestOf(sdl);
    },
    async ready() {
      const response = await fetch(`${gateway.url}/health/ready`);
      const { supergraph } = (await response.json()) as { supergraph: string };
      return { status: response.status, supergraph };
    },
    logged: (message) =>
      log
        .lines()
        .split('\n')
        .filter(Boolean)
        .map((it) => JSON.parse(it) as Record<string, unknown>)
        .filter((it) => message.test(String(it['msg']))),
  };
}

/** The same supergraph with a mark that clients can see: {@link markOf}. */
export function marked(sdl: string, mark: string): string {
  return sdl.replace('type Scheme\n', `"""${mark}"""\ntype Scheme\n`);
}

/** The mark of the supergraph that answers. */
export async function markOf(gateway: TestGateway): Promise<string | null> {
  return (await gateway.data(null, '{ __type(name: "Scheme") { description } }')).__type.description;
}

/** The supergraph with one more field of the query type, which its subgraph does not have. */
export function withUnknownField(sdl: string): string {
  return sdl.replace(/(type Query\n[^{]*\{)/, `$1\n  unheardOf: String @join__field(graph: CATALOGUE)`);
}

/** The supergraph without a field of the query type. */
export function withoutField(sdl: string, name: string): string {
  return sdl.replace(new RegExp(`\\n  ${name}\\b[^\\n]*`), '');
}

/** A point at which calls to a subgraph wait until it is opened. */
export class Gate {
  waiting = 0;
  #open: () => void = () => undefined;
  readonly #opened = new Promise<void>((resolve) => (this.#open = resolve));

  open(): void {
    this.#open();
  }

  /** Puts the gate before `subgraph`. */
  before(subgraph: string): (transport: Transport) => Transport {
    return (transport) => ({
      ...transport,
      call: async (name: string, call: SubgraphCall) => {
        if (name === subgraph) {
          this.waiting++;
          await this.#opened;
        }
        return transport.call(name, call);
      },
    });
  }
}
