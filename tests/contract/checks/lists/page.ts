import { parse, Kind } from 'graphql';
import { CannotCheck, shown } from '../../harness/check.ts';
import type { ContractContext } from '../../harness/context.ts';
import { findNamed, valuesAt } from '../../harness/paths.ts';
import type { ListPromise } from '../../harness/promises.ts';
import type { Answer } from '../../harness/subject.ts';

/** A row of a list. */
export interface Row {
  readonly key: string;
  readonly cursor: string;
  readonly node: unknown;
}

/** One page, as an answer shows it. */
export interface Page {
  readonly rows: readonly Row[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  /** Only of lists that are walked backwards. */
  readonly hasPreviousPage?: boolean;
  readonly startCursor?: string | null;
}

/** What is asked of a list beside what its promise says. */
export type Asked = Readonly<Record<string, unknown>>;

/** A list of the promises, as one viewer walks it. */
export class PagedList {
  readonly #context: ContractContext;
  readonly promise: ListPromise;
  readonly viewer: string;

  constructor(context: ContractContext, promise: ListPromise, viewer = promise.viewer) {
    this.#context = context;
    this.promise = promise;
    this.viewer = viewer;
  }

  /** Whether it is walked backwards too: its operation takes `$last` and `$before`. */
  get goesBackwards(): boolean {
    const [operation] = parse(this.promise.query).definitions;
    const names =
      operation?.kind === Kind.OPERATION_DEFINITION
        ? (operation.variableDefinitions ?? []).map((it) => it.variable.name.value)
        : [];
    return names.includes('last') && names.includes('before');
  }

  ask(asked: Asked): Promise<Answer> {
    const { query, variables } = this.promise;
    return this.#context.records.ask(this.viewer, query, { ...variables, ...asked });
  }

  /** @throws CannotCheck where no page comes. */
  async page(asked: Asked): Promise<Page> {
    const answer = await this.ask(asked);
    const found = findNamed(answer.data, 'page') as PageData | null | undefined;
    if (!found || answer.errors?.length) {
      throw new CannotCheck(
        `${this.promise.name}: expected a page for ${shown(asked)}, got ${shown(answer.errors ?? answer.data)}.`,
      );
    }
    const { edges, pageInfo, totalCount } = found;
    return {
      ...pageInfo,
      totalCount,
      rows: edges.map(({ cursor, node }) => ({
        cursor,
        node,
        key: valuesAt(node, this.promise.key).map(String).join(' '),
      })),
    };
  }

  /**
   * Every page, of `size` rows each, until there is no further one or there were `most`.
   * @param between is called between two pages.
   */
  async walk(
    size: number,
    asked: Asked = {},
    { most = 500, between = async () => {} } = {},
  ): Promise<Page[]> {
    const pages: Page[] = [];
    let after: string | null = null;
    while (pages.length < most) {
      const page: Page = await this.page({ ...asked, first: size, after });
      pages.push(page);
      if (!page.hasNextPage || page.endCursor === null || page.rows.length === 0) break;
      after = page.endCursor;
      await between();
    }
    return pages;
  }

  /** Every page from the last one backwards. */
  async walkBackwards(size: number, most = 500): Promise<Page[]> {
    const pages: Page[] = [];
    let before: string | null = null;
    while (pages.length < most) {
      const page: Page = await this.page({ last: size, before });
      pages.unshift(page);
      if (page.hasPreviousPage !== true || !page.startCursor || page.rows.length === 0) break;
      before = page.startCursor;
    }
    return pages;
  }

  /** The keys of all rows, for a filter. */
  async keys(asked: Asked = {}): Promise<string[]> {
    return keysOf(await this.walk(100, asked));
  }
}

export function keysOf(pages: readonly Page[]): string[] {
  return pages.flatMap((it) => it.rows.map((row) => row.key));
}

interface PageData {
  readonly totalCount: number;
  readonly pageInfo: Pick<Page, 'hasNextPage' | 'endCursor'>;
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
}
