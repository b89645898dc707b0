import type { PartnerCode } from '../facts.ts';
import type { Label } from '../profile.ts';

/**
 * Markings of information that anybody may see where no release restriction is stated; `PUBLIC` marks what its
 * source published to anybody. A marking that is
 * no security classification but still protects (`NATO:NU`, `CA:PB`, `FR-DR:DR`) is not among them.
 */
const UNRESTRICTED: ReadonlySet<string> = new Set([
  'PUBLIC',
  'US:U',
  'GB:O',
  'AU:O',
  'CA:U',
  'NZ:U',
  'UN:UNC',
  'FR-DR:NP',
]);

/**
 * A profile is shown only where its label is known and releases it to the partner, or is unclassified
 * without a release restriction. What is not disclosed is absent: this gate makes no finding. It reads the
 * label and nothing else, so that no failing subgraph can disclose or hide a record.
 */
export const DISCLOSURE = Object.freeze({
  name: 'DISCLOSURE',
  law: 'A record is shown only where its label is known and releases it to the partner, or is unclassified without a release restriction.',
  reads: [],
  discloses(label: Label, partner: PartnerCode): boolean {
    if (label.marking === null) return false;
    if (label.releasableTo !== null) return label.releasableTo.includes(partner);
    return UNRESTRICTED.has(label.marking);
  },
});
