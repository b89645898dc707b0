import { rangeOf, type PartialDate } from '../../../../platform/calendar/partial-date.ts';
import type { Rejection } from '../../../../platform/facts/read-facts.ts';
import type { LevelId } from '../../domain/levels.ts';
import type { ImportedFacts } from './facts.ts';

/** What one record says that the other records must bear out. */
interface Claim {
  readonly file: string;
  readonly record: string;
  readonly field: string;
}

/**
 * Whether the records fit together: every source, level and agreement that is named exists, levels carry
 * their scheme's name and stand on a chain of it, and no period ends before it begins. Gives all
 * rejections; none where everything fits.
 */
export function misfits(facts: ImportedFacts): Rejection[] {
  const rejections: Rejection[] = [];
  const reject = (claim: Claim, reason: string) => rejections.push({ ...claim, reason });

  const sources = new Set(facts.sources.map((source) => source.id));
  const levels = new Set(facts.schemes.flatMap((scheme) => scheme.levels.map((level) => level.id)));
  const agreements = new Set(facts.agreements.map((agreement) => agreement.id));

  const sourcesExist = (claim: Claim, cited: readonly string[]) => {
    for (const id of cited) if (!sources.has(id)) reject(claim, `${id} is not in sources.json`);
  };
  const levelExists = (claim: Claim, level: LevelId | null) => {
    if (level !== null && !levels.has(level)) reject(claim, `${level} is a level of no scheme`);
  };
  const periodRuns = (claim: Claim, from: PartialDate | null, until: PartialDate | null) => {
    const [first, end] = [from && rangeOf(from), until && rangeOf(until)];
    if (first && end && end.latest < first.earliest) reject(claim, 'ends before it begins');
  };

  const seen = new Set<LevelId>();
  for (const scheme of facts.schemes) {
    const at = (field: string) => ({ file: 'schemes.json', record: scheme.id, field });
    sourcesExist(at('sources'), scheme.provenance.sources);
    periodRuns(at('validTo'), scheme.validFrom, scheme.validUntil);
    const chained = new Set(scheme.chains.flat());
    const keys = new Set(scheme.levels.map((level) => level.key));
    for (const [place, level] of scheme.levels.entries()) {
      if (level.id !== `${scheme.id}:${level.key}`)
        reject(at(`levels.${place}.ref`), `expected ${scheme.id}:${level.key}, got ${level.id}`);
      if (seen.has(level.id)) reject(at(`levels.${place}.ref`), `${level.id} is used by two levels`);
      if (!chained.has(level.key)) reject(at('orderChains'), `${level.key} stands on no chain`);
      seen.add(level.id);
    }
    for (const key of chained)
      if (!keys.has(key)) reject(at('orderChains'), `${key} is no level of the scheme`);
  }

  for (const row of facts.equivalences) {
    const at = (field: string) => ({ file: 'equivalences.json', record: row.id, field });
    sourcesExist(at('sources'), row.provenance.sources);
    levelExists(at('fromLevel'), row.fromLevel);
    levelExists(at('toLevel'), row.toLevel);
    const names = row.relation === 'EQUIVALENT' || row.relation === 'ALIGNED';
    if (names && row.toLevel === null) reject(at('toLevel'), `${row.relation} needs a level`);
    periodRuns(at('validTo'), row.period.from, row.period.until);
  }

  for (const agreement of facts.agreements) {
    const at = (field: string) => ({ file: 'agreements.json', record: agreement.id, field });
    sourcesExist(at('sources'), agreement.provenance.sources);
    for (const level of agreement.levels.levels) levelExists(at('levelsCovered'), level);
    const { supersededBy } = agreement.status;
    if (supersededBy !== null && !agreements.has(supersededBy))
      reject(at('status'), `${supersededBy} is no agreement`);
  }

  for (const authorisation of facts.authorisations) {
    const at = (field: string) => ({
      file: 'cloud-authorisations.json',
      record: authorisation.id,
      field,
    });
    for (const level of authorisation.permitsUpTo) levelExists(at('permitsUpTo'), level);
    for (const [place, { provenance }] of authorisation.statements.entries())
      sourcesExist(at(`facts.${place}.sources`), provenance.sources);
  }

  for (const clearance of facts.clearances) {
    const at = (field: string) => ({ file: 'clearances.json', record: clearance.id, field });
    sourcesExist(at('sources'), clearance.provenance.sources);
    levelExists(at('permitsUpTo'), clearance.permitsUpTo);
  }

  for (const membership of facts.memberships) {
    const at = (field: string) => ({ file: 'memberships.json', record: membership.id, field });
    sourcesExist(at('sources'), membership.provenance.sources);
    periodRuns(at('until'), membership.from, membership.until);
  }
  return rejections;
}
