import type { ExpressionBuilder } from 'kysely';
import type { Reader } from '../../../platform/disclosure/discloses.ts';
import { disclosedTo } from '../../../platform/store/labels.ts';
import { OPERATE, type Viewer } from '../../../platform/identity/viewer.ts';
import type { Tables } from './tables.ts';

/**
 * Which contracts a viewer may see: those of the public facts, those registered for their partner, or all; of
 * these, those whose label discloses them.
 */
export interface Visibility extends Reader {
  /** Null sees no contract at all. */
  readonly partner: string | null;
  readonly operator: boolean;
}

/** Looks at the viewer when it is read: what is the same for everybody never does. */
export function visibilityOf(viewer: Viewer): Visibility {
  return {
    get partner() {
      return viewer.partner;
    },
    get operator() {
      return viewer.partner !== null && viewer.scopes.includes(OPERATE);
    },
    get clearance() {
      return viewer.clearance;
    },
    get compartments() {
      return viewer.compartments;
    },
  };
}

/** Whether the viewer may see what operators record on contracts of this buyer: spend, versions. */
export function seesRecordsOf({ partner, operator }: Visibility, buyer: string): boolean {
  return operator || partner === buyer;
}

/** The condition under which a row of `contract` may be seen. Part of every read of that table. */
export function visible(viewer: Visibility) {
  const { partner, operator } = viewer;
  return (where: ExpressionBuilder<Tables, 'contract'>) => {
    if (partner === null) return where.or([]);
    const disclosed = disclosedTo(viewer, 'contract.label');
    if (operator) return disclosed;
    const own = where.or([where('contract.origin', '=', 'FACTS'), where('contract.buyer', '=', partner)]);
    return where.and([own, disclosed]);
  };
}
