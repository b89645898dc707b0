import type { Context } from './context.ts';
import type { Unlock } from './decision.ts';
import type { AuthorisationFact } from './facts.ts';
import { reachesOf } from './reach.ts';

/**
 * The partner's authorisation that could hold the level asked, of those that the facts define; null where
 * they define none. The one that holds it most surely, then by id.
 */
function ownAuthorisation(context: Context): AuthorisationFact | null {
  return context.memo.once('own authorisation', '', () => {
    const { level, asker } = context;
    if (!level) return null;
    const own = level.facts.authorisations
      .filter(({ jurisdiction, status }) => {
        return jurisdiction === asker.partner && status !== 'ANNOUNCED' && status !== 'DRAFT';
      })
      .map((authorisation) => {
        const reaches = reachesOf(context, level, authorisation);
        const failed = reaches.every(({ status }) => status === 'FAIL');
        return { authorisation, failed, passes: reaches.some(({ status }) => status === 'PASS') };
      })
      .filter(({ failed }) => !failed)
      .sort(
        (a, b) => Number(b.passes) - Number(a.passes) || (a.authorisation.id < b.authorisation.id ? -1 : 1),
      );
    return own[0]?.authorisation ?? null;
  });
}

/** Who, for the partner, would have to accept or grant an authorisation for the level asked. */
export function partnerAuthority(context: Context): string {
  return ownAuthorisation(context)?.authority ?? `the security authority of ${context.asker.partner}`;
}

/**
 * The unlock for an offering that nothing authorises for the level asked: a grant by the partner's own
 * authority. A device is authorised by the accreditor of the customer who owns it, which is the same body.
 */
export function grantByPartner(context: Context, what: 'environment' | 'device'): Unlock {
  const own = ownAuthorisation(context);
  const responsible = partnerAuthority(context);
  const { level } = context.ask;
  return {
    kind: 'GRANT_AUTHORISATION',
    message: own
      ? `Granting ${own.id} to the ${what} for ${level} would remove this.`
      : `Authorising the ${what} for ${level} would remove this.`,
    responsible,
    subject: own?.id ?? null,
  };
}
