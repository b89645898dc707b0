import type { Ask, Asker } from '../../subgraphs/catalogue/eligibility/ask.ts';
import type { Decision, Unlock } from '../../subgraphs/catalogue/eligibility/decision.ts';
import type {
  ContractFact,
  DeviceFacts,
  Facts,
  LevelFacts,
} from '../../subgraphs/catalogue/eligibility/facts.ts';
import type { RequirementProfile } from '../../subgraphs/catalogue/eligibility/profile.ts';
import { authorisation, available, between, clearance, contract, deviceModel, held } from './eligibility.ts';

/** A question as an unlock may change it. */
export interface World {
  readonly profile: RequirementProfile;
  readonly facts: Facts;
  readonly ask: Ask;
  readonly asker: Asker;
}

/** The world in which everything that the decision's unlocks name has been done. */
export function applyUnlocks(world: World, decision: Decision): World {
  return decision.unlocks.reduce((after, unlock) => apply(after, unlock, decision), world);
}

const ALWAYS = between('1900-01-01', '9999-12-31');

function apply(world: World, unlock: Unlock, decision: Decision): World {
  const { asker, ask, profile } = world;
  const subject = unlock.subject ?? '';
  switch (unlock.kind) {
    case 'GRANT_AUTHORISATION':
      return grant(world, unlock.subject);
    case 'CONCLUDE_AGREEMENT':
      return withLevel(world, (level) => ({
        agreements: level.agreements.map((one) =>
          one.id === subject ? { ...one, ...ALWAYS, status: 'IN_FORCE', verification: 'VERIFIED' } : one,
        ),
      }));
    case 'AWARD_CONTRACT': {
      const awarded = contract({
        id: 'awarded',
        suppliers: [{ provider: subject, verification: 'VERIFIED' }],
        term: ALWAYS,
        levels: [ask.level],
      });
      const contracts = [...(world.facts.contract?.contracts ?? []), awarded];
      return {
        ...world,
        facts: { ...world.facts, contract: { dataVersion: 'after', contracts } },
        ask: ask.contract === null ? ask : { ...ask, contract: awarded.id },
      };
    }
    case 'LIFT_HOLD':
      return withContract(world, subject, () => ({ holds: [] }));
    case 'EXTEND_TERM':
      return withContract(world, subject, () => ({ term: ALWAYS }));
    case 'RAISE_CEILING':
      return withContract(world, subject, ({ ceiling }) => ({
        ceiling: ceiling && { ...ceiling, remaining: '1' },
      }));
    case 'EXTEND_CONTRACT_LEVELS':
      return withContract(world, subject, ({ levels }) => ({ levels: [...levels, ask.level] }));
    case 'WIDEN_RESIDENCY':
      return { ...world, ask: { ...ask, residency: [...(ask.residency ?? []), subject] } };
    case 'CLEAR_PERSONNEL': {
      const cleared = clearance('cleared', asker.partner, decision.way.level);
      return {
        ...withLevel(world, (level) => ({ clearances: [...level.clearances, cleared] })),
        profile: {
          ...profile,
          personnel: { clearances: ['cleared'], citizenships: [asker.partner], verification: 'VERIFIED' },
        },
      };
    }
  }
}

/** The offering holds the authorisation now; one of the partner's own is made where none is named. */
function grant(world: World, subject: string | null): World {
  const id = subject ?? 'granted';
  const made = authorisation('granted', world.asker.partner, [world.ask.level]);
  const defined = withLevel(world, ({ authorisations }) => ({
    authorisations: [
      ...authorisations.map((one) => (one.id === id ? { ...one, status: 'IN_FORCE' as const } : one)),
      ...(subject === null && !authorisations.some((one) => one.id === made.id) ? [made] : []),
    ],
  }));
  const { profile, facts } = defined;
  if (profile.deviceModel === null) {
    const entry = held(id, ALWAYS);
    return { ...defined, profile: { ...profile, authorisations: [...profile.authorisations, entry] } };
  }
  const entry = held(id, { ...ALWAYS, scope: 'DEVICE' });
  const models = facts.device?.models ?? [];
  const model =
    models.find((one) => one.id === profile.deviceModel) ??
    deviceModel({ id: profile.deviceModel, lifecycle: available(), authorisations: [] });
  const device: DeviceFacts = {
    dataVersion: 'after',
    models: [
      ...models.filter((one) => one !== model),
      { ...model, authorisations: [...model.authorisations, entry] },
    ],
  };
  return { ...defined, facts: { ...facts, device } };
}

function withLevel(world: World, change: (level: LevelFacts) => Partial<LevelFacts>): World {
  const { level } = world.facts;
  if (!level) throw new Error('An unlock changes level facts that could not be read.');
  return { ...world, facts: { ...world.facts, level: { ...level, ...change(level) } } };
}

function withContract(
  world: World,
  id: string,
  change: (contract: ContractFact) => Partial<ContractFact>,
): World {
  const contracts = (world.facts.contract?.contracts ?? []).map((one) =>
    one.id === id ? { ...one, ...change(one) } : one,
  );
  return { ...world, facts: { ...world.facts, contract: { dataVersion: 'after', contracts } } };
}
