import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { labelId } from '../../../platform/disclosure/label.ts';
import { badInput, conflict } from '../../../platform/errors.ts';
import { disclosedTo, storeLabels } from '../../../platform/store/labels.ts';
import type { StoreDatabase } from '../../../platform/store/store-database.ts';
import { suppliersFault } from '../domain/input.ts';
import { sameNumber } from '../domain/money.ts';
import type { SupplierIdentity } from '../domain/suppliers.ts';
import type { Actor, HoldLifting, HoldPlacement, Registration, SpendEntry } from './commands.ts';
import type { AuditedAction, ContractRecord, HoldRecord } from './records.ts';
import { registeredContract } from './registered-contract.ts';
import { contractRow, holdRow, supplierRows } from './rows.ts';
import type { Tables } from './tables.ts';
import { visibilityOf, visible } from './visibility.ts';

type Step = Transaction<Tables>;

/**
 * What operators change. Each change is one transaction: the version it expects is checked and raised, and
 * who did what is written down, or nothing happens. Input comes checked by the domain; what only the store
 * knows is checked here. What the label of a contract does not disclose to an operator is not there for them.
 */
export class ContractChanges {
  readonly #database: StoreDatabase<Tables>;

  constructor(database: StoreDatabase<Tables>) {
    this.#database = database;
  }

  /** @throws BAD_USER_INPUT where there is no such contract; CONFLICT where it is at another version. */
  placeHold(actor: Actor, placement: HoldPlacement): Promise<{ contract: ContractRecord; hold: HoldRecord }> {
    const { contract: id, expectedVersion, ...what } = placement;
    return this.#database.change(`contract ${id}`, async (step) => {
      const contract = await requireContract(step, actor, id);
      const hold: HoldRecord = {
        ...what,
        id: `hold_${randomUUID()}`,
        contract: id,
        origin: 'OPERATOR',
        fromVerified: true,
        untilVerified: true,
        endedBy: null,
        provenance: { status: 'VERIFIED', sources: [], unverifiedFields: [], publicDocument: null },
      };
      const version = await raiseVersion(step, id, expectedVersion);
      await step.insertInto('hold').values(holdRow(hold)).execute();
      await audit(step, actor, 'PLACE_HOLD', id, version, { hold: hold.id, ...what });
      return { contract, hold };
    });
  }

  /**
   * Ends a hold that an operator placed, from a day on.
   * @throws BAD_USER_INPUT where there is no such hold, it comes from the facts, or it does not last until
   * that day; CONFLICT where the contract is at another version.
   */
  liftHold(actor: Actor, lifting: HoldLifting): Promise<{ contract: ContractRecord; hold: HoldRecord }> {
    const { contract: id, expectedVersion, hold: holdId, from, note } = lifting;
    return this.#database.change(`contract ${id}`, async (step) => {
      const contract = await requireContract(step, actor, id);
      const found = await step
        .selectFrom('hold')
        .select('document')
        .where('id', '=', holdId)
        .where('contract', '=', id)
        .where('origin', '=', 'OPERATOR')
        .executeTakeFirst();
      if (!found) throw badInput('input.hold', 'the id of a hold that an operator placed on it', holdId);
      const version = await raiseVersion(step, id, expectedVersion);
      const before = JSON.parse(found.document) as HoldRecord;
      if (from < before.from || (before.until !== null && from >= before.until)) {
        const latest = before.until === null ? '' : ` and before ${before.until}`;
        throw badInput('input.from', `a day from ${before.from} on${latest}`, from);
      }
      const hold: HoldRecord = { ...before, until: from, endedBy: note };
      await step.updateTable('hold').set(holdRow(hold)).where('id', '=', holdId).execute();
      const detail = { hold: holdId, before: before.until, until: from, note };
      await audit(step, actor, 'LIFT_HOLD', id, version, detail);
      return { contract, hold };
    });
  }

  /**
   * Records spend under a reference that is used once in a contract. The same entry again changes nothing.
   * @throws BAD_USER_INPUT where there is no such contract, its currency is another, or the reference
   * stands for another entry; CONFLICT where the contract is at another version.
   */
  recordSpend(actor: Actor, entry: SpendEntry): Promise<{ contract: ContractRecord; recorded: boolean }> {
    const { contract: id, expectedVersion, reference, amount, currency, from, until, note } = entry;
    return this.#database.change(`contract ${id}`, async (step) => {
      const contract = await requireContract(step, actor, id);
      const expected = contract.ceiling?.currency ?? contract.currency;
      if (expected !== null && expected !== currency) {
        throw badInput('input.currency', `${expected}, the currency of the contract`, currency);
      }
      const known = await step
        .selectFrom('spend')
        .selectAll()
        .where('contract', '=', id)
        .where('reference', '=', reference)
        .executeTakeFirst();
      if (known) {
        const same =
          sameNumber(known.amount, amount) &&
          known.currency === currency &&
          known.from_day === from &&
          known.until_day === until;
        if (same) return { contract, recorded: false };
        throw badInput('input.reference', 'one under which nothing else is recorded', reference);
      }
      const version = await raiseVersion(step, id, expectedVersion);
      const recorded_at = actor.now.toISOString();
      await step
        .insertInto('spend')
        .values({
          contract: id,
          reference,
          amount,
          currency,
          from_day: from,
          until_day: until,
          note,
          recorded_at,
        })
        .execute();
      await audit(step, actor, 'RECORD_SPEND', id, version, {
        reference,
        amount,
        currency,
        from,
        until,
        note,
      });
      return { contract, recorded: true };
    });
  }

  /**
   * Registers a contract under an id that is made here, so that no id tells of another contract. With
   * `key`, the same operator's same registration again gives the contract it made.
   * @throws BAD_USER_INPUT where the buyer, a supplier or the blueprint is not known, or the key stands for
   * another registration that the operator may see.
   */
  register(
    actor: Actor,
    registration: Registration,
    key: string | null,
  ): Promise<{ contract: ContractRecord; registered: boolean }> {
    const name = key === null ? `contract ${randomUUID()}` : `registration ${actor.viewer.id} ${key}`;
    return this.#database.change(name, async (step) => {
      const detail = JSON.stringify(registration);
      const earlier = key === null ? [] : await registeredUnder(step, actor, key);
      const same = earlier.find((it) => it.detail === detail);
      if (same) return { contract: await requireContract(step, actor, same.contract), registered: false };
      if (earlier.length > 0) {
        throw badInput('input.clientMutationId', 'one under which nothing else was registered', key);
      }
      await requirePartner(step, registration.buyer);
      if (registration.blueprint !== null)
        await requireContract(step, actor, registration.blueprint, 'input.blueprint');
      const suppliers = await requireSuppliers(step, registration.suppliers);
      const contract = registeredContract(`contract_${randomUUID()}`, registration, suppliers);
      await storeLabels(step, [contract.label]);
      await step.insertInto('contract').values(contractRow(contract)).execute();
      await step.insertInto('contract_supplier').values(supplierRows(contract)).execute();
      await step.insertInto('contract_version').values({ contract: contract.id, version: 1 }).execute();
      if (key !== null) {
        const registered = { viewer: actor.viewer.id, key, contract: contract.id };
        await step
          .insertInto('registration')
          .values({ ...registered, label: labelId(contract.label) })
          .execute();
      }
      await audit(step, actor, 'REGISTER_CONTRACT', contract.id, 1, registration);
      return { contract, registered: true };
    });
  }
}

/** @throws BAD_USER_INPUT, the same for a contract that the actor may not see and for one that does not exist. */
async function requireContract(
  step: Step,
  { viewer }: Actor,
  id: string,
  argument = 'input.contract',
): Promise<ContractRecord> {
  const found = await step
    .selectFrom('contract')
    .select('document')
    .where('id', '=', id)
    .where(visible(visibilityOf(viewer)))
    .executeTakeFirst();
  if (!found) throw badInput(argument, 'the id of a contract', id);
  return JSON.parse(found.document) as ContractRecord;
}

async function requirePartner(step: Step, id: string): Promise<void> {
  const found = await step.selectFrom('partner').select('id').where('id', '=', id).executeTakeFirst();
  if (!found) throw badInput('input.buyer', 'the code of a partner', id);
}

async function requireSuppliers(step: Step, ids: readonly string[]): Promise<SupplierIdentity[]> {
  const rows = await step.selectFrom('supplier').select('document').orderBy('id').execute();
  const known = rows.map((row) => JSON.parse(row.document) as SupplierIdentity);
  const fault = suppliersFault(
    'input.suppliers',
    ids,
    known.map((it) => it.id),
  );
  if (fault) throw badInput(fault.argument, fault.expected, fault.came);
  return known.filter((it) => ids.includes(it.id));
}

/** What the operator registered under a key, as far as they may see it. */
async function registeredUnder(step: Step, { viewer }: Actor, key: string) {
  return step
    .selectFrom('registration')
    .innerJoin('audit', 'audit.contract', 'registration.contract')
    .select(['registration.contract', 'audit.detail'])
    .where('registration.viewer', '=', viewer.id)
    .where('registration.key', '=', key)
    .where('audit.version', '=', 1)
    .where(disclosedTo(viewer, 'registration.label'))
    .execute();
}

/**
 * Takes the contract from the version expected to the next one, which it gives. The row is written before
 * it is read, so that of two changes at once the second finds the version of the first.
 */
async function raiseVersion(step: Step, contract: string, expected: number): Promise<number> {
  await step
    .insertInto('contract_version')
    .values({ contract, version: 1 })
    .onConflict((conflicting) => conflicting.column('contract').doNothing())
    .execute();
  const raised = await step
    .updateTable('contract_version')
    // The next one may be more than the column holds, which is no matter where this is another version.
    .set((column) => ({ version: column('version', '+', 1) }))
    .where('contract', '=', contract)
    .where('version', '=', expected)
    .executeTakeFirst();
  if (raised.numUpdatedRows > 0n) return expected + 1;
  const row = await step
    .selectFrom('contract_version')
    .select('version')
    .where('contract', '=', contract)
    .executeTakeFirstOrThrow();
  throw conflict(`Contract ${contract}`, expected, row.version);
}

async function audit(
  step: Step,
  { viewer, now, requestId }: Actor,
  action: AuditedAction,
  contract: string,
  version: number,
  detail: object,
): Promise<void> {
  await step
    .insertInto('audit')
    .values({
      contract,
      version,
      action,
      at: now.toISOString(),
      viewer: viewer.id,
      partner: viewer.partner,
      request: requestId,
      detail: JSON.stringify(detail),
    })
    .execute();
}
