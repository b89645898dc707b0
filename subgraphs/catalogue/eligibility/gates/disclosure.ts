import { discloses } from '../../../../platform/disclosure/discloses.ts';

/**
 * What is not disclosed is absent: this gate makes no finding. It reads the label and the asker and nothing else,
 * so that no failing subgraph can disclose or hide a record.
 */
export const DISCLOSURE = Object.freeze({
  name: 'DISCLOSURE',
  law: 'A record is shown only where its label is known, names no compartment that the asker was not read into, releases it to the asker’s partner, and is dominated by the asker’s clearance. What is unclassified needs no clearance, and a release set only where it states one.',
  reads: [],
  discloses,
});
