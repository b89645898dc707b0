import { fieldStatus, provenanceOf } from '../../../../platform/facts/provenance.ts';
import { admittedByAll, type CustomerStatement } from '../../domain/publisher-terms.ts';
import type { PublisherTerms } from '../../eligibility/profile.ts';
import type { TermsRecord } from '../records.ts';
import type { Rejections } from './collect.ts';
import type { PublishedFacts } from './files.ts';
import type { Names, Place } from './names.ts';
import type { PublishedEligibilityNote, PublishedRegion } from './schemas.ts';

/** What a publisher states of the customers of one environment. */
export interface EnvironmentTerms {
  readonly record: TermsRecord;
  readonly statement: CustomerStatement;
}

/** Reads the notes of eligibility-notes.json, with what their unverified fields leave open. */
export function termsOfNote(
  note: PublishedEligibilityNote,
  environment: string,
  published: PublishedFacts,
  rejections: Rejections,
  place: Place,
): EnvironmentTerms {
  const doubts = note.unverifiedFields.flatMap((field) => {
    const doubt = published.doubts.find((it) => it.field === field);
    if (doubt) return [doubt];
    rejections.add(place.file, place.record, 'unverifiedFields', `"${field}" is not in publisher-words.json`);
    return [];
  });
  for (const tag of note.customers ?? []) {
    if (isKnownTag(tag, published.tags)) continue;
    rejections.add(place.file, place.record, 'customers', `"${tag}" is no customer tag of the file`);
  }
  const isOpen =
    published.openTerms.some((it) => it.environment === environment) || doubts.some((it) => !it.exclusive);
  const statement: CustomerStatement = {
    customers: note.customers,
    verified: note.verified,
    unverifiedTags: doubts.flatMap((it) => it.tags),
  };
  return {
    statement,
    record: {
      ...termsOf([statement], { exclusive: !isOpen, contradictory: note.conflict !== undefined }),
      statement: note.statement,
      note: note.note ?? null,
      conflict: note.conflict ?? null,
      provenance: provenanceOf(note),
    },
  };
}

/** `XX-PUBLIC-SECTOR` stands for the public sector of any country. */
function isKnownTag(tag: string, known: readonly string[]): boolean {
  return known.includes(tag) || known.includes(tag.replace(/^[A-Z]{2}-/, 'XX-'));
}

/**
 * Whom an offering is sold to: what the publisher states of its environment, of its regions, and of the
 * service itself, all of which a customer has to meet.
 */
export function termsOfOffering(
  environment: EnvironmentTerms | undefined,
  own: readonly CustomerStatement[],
): PublisherTerms {
  const base = environment?.record;
  const statements = environment ? [environment.statement, ...own] : own;
  return {
    ...termsOf(statements, {
      // What the service or its regions say of themselves is said of all its customers.
      exclusive: own.length > 0 || (base?.exclusive ?? true),
      contradictory: base?.contradictory ?? false,
    }),
    statement: base?.statement ?? null,
  };
}

/** What words of a service or a region say of its customers. */
export function statementOf(words: string, verified: boolean, names: Names, place: Place): CustomerStatement {
  return { customers: names.customers(place, words), verified, unverifiedTags: [] };
}

/**
 * What the regions of an offering say of their customers: a customer has to fit one of them. Nothing where a
 * region says nothing, since the customer may choose it.
 */
export function statementsOfRegions(
  regions: readonly PublishedRegion[],
  names: Names,
  file: Place['file'],
): readonly CustomerStatement[] {
  const statements = regions.flatMap((region) => {
    if (region.eligibility === undefined) return [];
    const verified = fieldStatus(provenanceOf(region), 'eligibility') === 'VERIFIED';
    return [statementOf(region.eligibility, verified, names, { file, record: region.id })];
  });
  if (statements.length === 0 || statements.length < regions.length) return [];
  return [
    {
      customers: [...new Set(statements.flatMap(({ customers }) => customers ?? []))],
      verified: statements.every(({ verified }) => verified),
      unverifiedTags: [],
    },
  ];
}

function termsOf(
  statements: readonly CustomerStatement[],
  stated: { readonly exclusive: boolean; readonly contradictory: boolean },
): Omit<PublisherTerms, 'statement'> {
  const { customers, contradictory } = admittedByAll(statements);
  const verified = statements.some((it) => it.customers !== null && it.verified);
  return {
    customers:
      customers?.map(({ tag, verified: shown }) => ({
        tag,
        verification: shown ? 'VERIFIED' : 'UNVERIFIED',
      })) ?? null,
    exclusive: stated.exclusive,
    contradictory: contradictory || stated.contradictory,
    verification: verified ? 'VERIFIED' : 'UNVERIFIED',
  };
}
