/** What a named company is to a contract. */
export type SupplierRole = 'SUPPLIER' | 'TECHNOLOGY_PARTNER';

/** A company as the contracts know it. */
export interface SupplierIdentity {
  readonly id: string;
  readonly name: string;
  /** Whether the catalogue lists offerings of it under the same id. */
  readonly provider: boolean;
}
