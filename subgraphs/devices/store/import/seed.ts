import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { labelId } from '../../../../platform/disclosure/label.ts';
import { storeLabels } from '../../../../platform/store/labels.ts';
import { chunks } from '../../../../platform/store/database.ts';
import { discontinuedFrom } from '../../domain/lifecycle.ts';
import type { Tables } from '../tables.ts';
import type { DeviceFactsFiles } from './read-facts.ts';
import type { StoredModel } from './read-models.ts';

const ROWS_PER_STATEMENT = 200;
/** Sorts after every measure that is published. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * Puts the facts in the place of those that the store holds. Units and journals stay; every content that a
 * model had is kept as a version of it.
 * @param recordedAt the instant of the import.
 */
export async function seedFacts(
  transaction: Transaction<Tables>,
  { sources, models }: DeviceFactsFiles,
  recordedAt: Date,
): Promise<void> {
  await transaction.deleteFrom('source').execute();
  await transaction.deleteFrom('device_model').execute();
  const sourceRows = sources.map((source) => ({ id: source.id, document: JSON.stringify(source) }));
  for (const some of chunks(sourceRows, ROWS_PER_STATEMENT)) {
    await transaction.insertInto('source').values(some).execute();
  }
  await storeLabels(
    transaction,
    models.map((it) => it.label),
  );
  for (const some of chunks(models.map(modelRow), ROWS_PER_STATEMENT)) {
    await transaction.insertInto('device_model').values(some).execute();
    const versions = some.map(({ id, digest, document, label }) => ({
      model: id,
      digest,
      document,
      recorded_at: recordedAt.toISOString(),
      label,
    }));
    await transaction
      .insertInto('model_version')
      .values(versions)
      .onConflict((conflict) =>
        conflict
          .columns(['model', 'digest'])
          .doUpdateSet((column) => ({ label: column.ref('excluded.label') })),
      )
      .execute();
  }
}

function modelRow(stored: StoredModel): Tables['device_model'] {
  const { label, ...content } = stored;
  const { model } = content;
  // The label is no part of the content, of which devices are told the changes.
  const document = JSON.stringify(content);
  const maxStorageTb = model.storageTb && Math.max(...model.storageTb);
  return {
    id: model.id,
    provider: model.provider,
    family_key: model.family.toLowerCase(),
    offline_capable: model.offlineCapable === null ? null : Number(model.offlineCapable),
    ruggedised: Number(model.ruggedisedBy !== null),
    weight_kg: model.weightKg,
    max_storage_tb: maxStorageTb,
    max_disconnected_days: model.maxDisconnectedDays,
    discontinued_from: discontinuedFrom(model.lifecycle),
    search_text: [model.name, model.family, model.provider, model.id, model.formFactor, model.ruggedisation]
      .filter((it) => it !== null)
      .join('\n')
      .toLowerCase(),
    name_key: model.name.toLowerCase(),
    weight_key: model.weightKg ?? LAST,
    storage_key: maxStorageTb === null ? LAST : -maxStorageTb,
    digest: createHash('sha256').update(document).digest('hex'),
    document,
    label: labelId(label),
  };
}
