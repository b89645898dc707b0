/** What a record is; its source's own words are kept beside it. */
export const CONTRACT_KINDS = [
  'CONTRACT',
  'FRAMEWORK',
  'BLANKET_AGREEMENT',
  'WHOLE_OF_GOVERNMENT_ARRANGEMENT',
  'MEMORANDUM',
  'SOVEREIGN_OFFERING',
  'QUALIFICATION',
] as const;
export type ContractKind = (typeof CONTRACT_KINDS)[number];

/**
 * Whether something can be bought under it: contracts, frameworks, blanket and whole-of-government
 * arrangements, and memoranda that set prices. A qualification or an announced offering is no purchase.
 */
export function conveysPurchase(kind: ContractKind, setsPrices: boolean): boolean {
  switch (kind) {
    case 'CONTRACT':
    case 'FRAMEWORK':
    case 'BLANKET_AGREEMENT':
    case 'WHOLE_OF_GOVERNMENT_ARRANGEMENT':
      return true;
    case 'MEMORANDUM':
      return setsPrices;
    case 'SOVEREIGN_OFFERING':
    case 'QUALIFICATION':
      return false;
  }
}
