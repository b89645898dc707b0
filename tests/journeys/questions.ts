import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import type { Asker, TestClient } from '../support/gateway.ts';

/** A question of the portal, as its clients send it. */
export function operation(name: string): string {
  return readFileSync(join(projectRoot(), 'schema', 'operations', 'portal', `${name}.graphql`), 'utf8');
}

export const WHICH_CAN_WE_GET = operation('which-can-we-get');
export const WHY_NOT = operation('why-not');
export const CONTRACT = operation('contract');
export const MODELS = operation('models');

export interface FindingAnswer {
  readonly gate: string;
  readonly status: string;
  readonly code: string;
  readonly message: string;
  readonly evidence: readonly { readonly __typename: string; readonly id?: string }[];
}

export interface DecisionAnswer {
  readonly outcome: string;
  readonly decidedFor: string;
  readonly dataVersion: string;
  readonly findings: readonly FindingAnswer[];
  readonly unlocks: readonly {
    readonly __typename: string;
    readonly message: string;
    readonly responsible: string;
  }[];
  readonly way: {
    readonly level: { readonly id: string } | null;
    readonly contract: { readonly id: string; readonly title: string | null } | null;
    readonly regions: readonly { readonly id: string; readonly country: string | null }[];
    readonly deviceModel: { readonly id: string } | null;
    readonly price: { readonly amount: string; readonly currency: string } | null;
  } | null;
}

export interface OfferAnswer {
  readonly cursor: string;
  readonly node: { readonly id: string; readonly name: string; readonly category: string };
  readonly decision: DecisionAnswer;
}

export interface OffersAnswer {
  readonly totalCount: number;
  readonly outcomes: readonly { readonly outcome: string; readonly count: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly OfferAnswer[];
}

/** Every offering that matches, page by page. */
export async function allOffers(
  gateway: TestClient,
  asker: Asker,
  ask: Record<string, unknown>,
  where?: Record<string, unknown>,
): Promise<OfferAnswer[]> {
  const found: OfferAnswer[] = [];
  let after: string | null = null;
  do {
    const answer: { viewer: { offers: OffersAnswer } } = await gateway.data(asker, WHICH_CAN_WE_GET, {
      ask,
      where,
      first: 100,
      after,
    });
    found.push(...answer.viewer.offers.edges);
    after = answer.viewer.offers.pageInfo.hasNextPage ? answer.viewer.offers.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

/** The findings of one gate. */
export function findingsOf(decision: DecisionAnswer, gate: string): readonly FindingAnswer[] {
  return decision.findings.filter((it) => it.gate === gate);
}
