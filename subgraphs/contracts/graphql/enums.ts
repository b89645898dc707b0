import { describedEnum } from '../../../platform/graphql/enums.ts';
import type { ContractKind } from '../domain/kinds.ts';
import type { CeilingBasis } from '../domain/money.ts';
import type { PriceTerm, UnitPrice } from '../domain/pricing.ts';
import type { ContractStatus } from '../domain/status.ts';
import type { SupplierRole } from '../domain/suppliers.ts';
import type { AuditedAction, HoldRecord, PartnerRecord } from '../store/records.ts';
import type { ContractOrder } from '../store/search.ts';

export const ContractKindEnum = describedEnum<ContractKind>('ContractKind', 'What a contract record is.', {
  CONTRACT: 'A contract with named suppliers.',
  FRAMEWORK: 'A framework, under which single orders are placed.',
  BLANKET_AGREEMENT: 'A blanket agreement, or an enterprise licence.',
  WHOLE_OF_GOVERNMENT_ARRANGEMENT: 'One arrangement for the bodies of a whole government.',
  MEMORANDUM: 'A memorandum of understanding. It conveys purchase where it sets prices.',
  SOVEREIGN_OFFERING: 'An offering announced for a government. Nothing can be bought under it.',
  QUALIFICATION: 'A qualification by an authority. Nothing can be bought under it.',
});

export const ContractStatusEnum = describedEnum<ContractStatus>(
  'ContractStatus',
  'The status of a contract on one day, read from its dates and holds, never from a word of its source.',
  {
    PLANNED: 'It has not begun, or not certainly: inside an imprecise start it still counts as planned.',
    ACTIVE: 'The day lies certainly in its term, and nothing stops it.',
    ON_HOLD: 'An automatic stay, an injunction or a stop-work order stops it. A protest alone does not.',
    EXPIRED: 'Its last day has passed, or may have: inside an imprecise end it counts as expired.',
    CANCELLED: 'It was cancelled, which is final.',
  },
);

export const SupplierRoleEnum = describedEnum<SupplierRole>(
  'SupplierRole',
  'What a company is to a contract.',
  {
    SUPPLIER: 'It supplies under the contract.',
    TECHNOLOGY_PARTNER: 'It lends technology to another company. Its own offerings are not meant.',
  },
);

export const CeilingBasisEnum = describedEnum<CeilingBasis>(
  'CeilingBasis',
  'What a published value bounds.',
  {
    CEILING: 'No more may be spent.',
    ESTIMATE: 'An estimate or a tender value, which more may be spent than.',
    MINIMUM: 'At least this much will be spent.',
  },
);

export const HoldOriginEnum = describedEnum<HoldRecord['origin']>(
  'HoldOrigin',
  'Who says that there is a hold.',
  {
    FACTS: 'The published facts.',
    OPERATOR: 'An operator of the catalogue, who placed it.',
  },
);

export const PriceBasisEnum = describedEnum<UnitPrice['basis']>('PriceBasis', 'What a price rests on.', {
  LIST: 'The list price.',
  NEGOTIATED: 'A price negotiated in a contract of your own government.',
});

export const PriceTermKindEnum = describedEnum<PriceTerm['kind']>(
  'PriceTermKind',
  'How a price was negotiated.',
  {
    PERCENTAGE: 'A percentage off the list price.',
    FIXED: 'Fixed prices of single offerings.',
    TIERS: 'A percentage off the list price that grows with the volume.',
  },
);

export const PartnerKindEnum = describedEnum<PartnerRecord['kind']>('PartnerKind', 'What a partner is.', {
  COUNTRY: 'A country, by its ISO 3166-1 alpha-2 code.',
  ORGANISATION: 'An organisation of countries, by its own code.',
});

export const ContractOrderEnum = describedEnum<ContractOrder>(
  'ContractOrder',
  'What contracts are listed by.',
  {
    ID: 'By id.',
    TITLE: 'By title, upper and lower case alike, then by id.',
    START: 'The earliest start first; those without a published start last.',
  },
);

export const AuditedActionEnum = describedEnum<AuditedAction>('ContractAction', 'What an operator did.', {
  REGISTER_CONTRACT: 'Registered the contract.',
  PLACE_HOLD: 'Placed a hold.',
  LIFT_HOLD: 'Lifted a hold.',
  RECORD_SPEND: 'Recorded spend.',
});
