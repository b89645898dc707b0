import type { Evidence, Unlock } from '../decision.ts';
import { regionsGate } from '../gate.ts';
import type { RegionFact } from '../profile.ts';

/** Every region where data may rest on the way is judged, since it may rest in any of them. */
export const RESIDENCY = regionsGate({
  name: 'RESIDENCY',
  part: 'REGIONS',
  law: 'Every region where data may rest is in the countries allowed.',
  reads: [],
  codes: {
    NOT_ASKED: { status: 'PASS', meaning: 'No countries were asked for.' },
    AT_CUSTOMER: { status: 'PASS', meaning: "Data rests on the customer's own premises or device." },
    WITHIN: { status: 'PASS', meaning: 'Every region where data may rest is in an allowed country.' },
    REGIONS_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'Where data may rest is not published.' },
    COUNTRY_NOT_PUBLISHED: { status: 'REVIEW', meaning: "A region's country is not published." },
    COUNTRY_UNVERIFIED: { status: 'REVIEW', meaning: "A region's country was not verified." },
    OUTSIDE: {
      status: 'FAIL',
      meaning: 'Data may rest in a country that is not allowed.',
      unlock: 'WIDEN_RESIDENCY',
    },
  },
  findings(report, context, profile, regions) {
    const allowed = context.ask.residency;
    if (allowed === null) {
      return [report('NOT_ASKED', 'No countries were asked for, so data may rest anywhere.')];
    }
    if (profile.delivery !== 'REGION' || profile.regionScope === 'CUSTOMER_PREMISES') {
      return [report('AT_CUSTOMER', "Data rests on the customer's own premises or device.")];
    }
    const countries = allowed.join(', ') || 'no country';
    const outside = regions.filter(({ country, countryVerification }) => {
      return country !== null && countryVerification === 'VERIFIED' && !allowed.includes(country);
    });
    // Of regions that are not said to be those of this offering, none is known to hold its data.
    if (outside.length > 0 && profile.regionScope !== 'NOT_PUBLISHED') {
      const beyond = [...new Set(outside.map(({ country }) => country as string))].sort();
      const message = `Data may rest in ${beyond.join(', ')}; allowed: ${countries}.`;
      const unlocks = beyond.map((country): Unlock => ({
        kind: 'WIDEN_RESIDENCY',
        message: `Allowing data to rest in ${country} would remove this.`,
        responsible: `the government of ${context.asker.partner}`,
        subject: country,
      }));
      return [report('OUTSIDE', message, { evidence: evidenceOf(outside), unlocks })];
    }
    if (regions.length === 0 || profile.regionScope === 'NOT_PUBLISHED') {
      const message = `Where data may rest is not published; the provider would have to confirm: ${countries}.`;
      return [report('REGIONS_NOT_PUBLISHED', message, { evidence: evidenceOf(regions) })];
    }
    const placeless = regions.filter(({ country }) => country === null);
    if (placeless.length > 0) {
      const ids = placeless.map(({ id }) => id).join(', ');
      const message = `The country of ${ids} is not published; the provider would have to confirm: ${countries}.`;
      return [report('COUNTRY_NOT_PUBLISHED', message, { evidence: evidenceOf(placeless) })];
    }
    const unverified = regions.filter(({ countryVerification }) => countryVerification !== 'VERIFIED');
    if (unverified.length > 0) {
      const said = unverified.map(({ id, country }) => `${id} (${country})`).join(', ');
      const message = `The country published for ${said} was not verified; the provider would have to confirm: ${countries}.`;
      return [report('COUNTRY_UNVERIFIED', message, { evidence: evidenceOf(unverified) })];
    }
    const where = [...new Set(regions.map(({ country }) => country as string))].sort().join(', ');
    return [
      report('WITHIN', `Data rests in ${where}; allowed: ${countries}.`, { evidence: evidenceOf(regions) }),
    ];
  },
});

function evidenceOf(regions: readonly RegionFact[]): readonly Evidence[] {
  return regions.map(({ id }) => ({ type: 'Region', id }));
}
