import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asker } from '../support/gateway.ts';
import { JOURNEYS, startJourney, type Journey } from './place.ts';

const FIELD_UNIT: Asker = { partner: 'GB', subject: 'field-unit', scopes: ['devices:sync'] };
const OTHER_PARTNER: Asker = { partner: 'AU', subject: 'other', scopes: ['devices:sync'] };

const REGISTER = `mutation Register($input: RegisterDeviceInput!) {
  registerDevice(input: $input) { device { id connection version } }
}`;
const REPORT = `mutation Report($input: ReportConnectionInput!) {
  reportConnection(input: $input) { device { connection offlineSince version } }
}`;
const SYNC = `mutation Sync($input: SyncDeviceInput!) {
  syncDevice(input: $input) {
    acknowledgedThrough accepted duplicates gaps { from to } forks { sequence reason }
    catalogueVersion complete changes { kind field after }
    device { lastSyncAt acknowledgedThrough usage { offering { id name } unit quantity } }
  }
}`;

const used = (sequence: number, quantity: string) => ({
  sequence,
  at: `2026-11-2${sequence % 3}T08:00:00.000Z`,
  kind: 'USAGE',
  offering: 'ms.azure-gov.key-vault',
  quantity,
  unit: 'hour',
});

describe.each(JOURNEYS)(
  'a device goes into the field, over the %s transport, by the %s engine',
  (mode, engine) => {
    let gateway: Journey;
    let device: string;
    beforeAll(async () => {
      gateway = await startJourney([mode, engine], { AUDIT: 'on' });
      // A deployment keeps the device of the journey before.
      const input = { model: 'ms.ase-mini-r', name: 'Unit 7', serialNumber: `SN-${randomUUID()}` };
      device = (await gateway.data(FIELD_UNIT, REGISTER, { input })).registerDevice.device.id;
    });
    afterAll(() => gateway.close());

    it('is reported offline, since when', async () => {
      const { device: read } = await gateway.data(
        FIELD_UNIT,
        `query Device($id: ID!) { device(id: $id) { version model { id name } } }`,
        { id: device },
      );
      expect(read.model).toEqual({ id: 'ms.ase-mini-r', name: 'Azure Stack Edge Mini R' });
      const since = '2026-11-20T06:00:00.000Z';
      const input = { device, connection: 'OFFLINE', at: since, version: read.version };
      const { reportConnection } = await gateway.data(FIELD_UNIT, REPORT, { input });
      expect(reportConnection.device).toMatchObject({ connection: 'OFFLINE', offlineSince: since });
    });

    it('brings its journal back with a gap, twice, and loses and doubles nothing', async () => {
      const sync = async (entries: object[], catalogueVersion: string | null = null) =>
        (await gateway.data(FIELD_UNIT, SYNC, { input: { device, entries, catalogueVersion } })).syncDevice;

      const first = await sync([used(1, '2'), used(2, '0.5'), used(4, '1')]);
      expect(first).toMatchObject({ acknowledgedThrough: 2, accepted: 3, duplicates: 0, complete: true });
      expect(first.gaps).toEqual([{ from: 3, to: 3 }]);

      const again = await sync([used(1, '2'), used(2, '0.5'), used(4, '1')], first.catalogueVersion);
      expect(again).toMatchObject({ accepted: 0, duplicates: 3, complete: false, changes: [] });

      const rest = await sync([used(3, '0.25')], again.catalogueVersion);
      expect(rest).toMatchObject({ acknowledgedThrough: 4, gaps: [], forks: [] });
      expect(rest.device.usage).toEqual([
        { offering: { id: 'ms.azure-gov.key-vault', name: 'Key Vault' }, unit: 'hour', quantity: '3.75' },
      ]);

      const altered = await sync([used(2, '9')], rest.catalogueVersion);
      expect(altered.forks).toMatchObject([{ sequence: 2 }]);
      expect(altered.device.usage[0].quantity).toBe('3.75');
    });

    it('does not exist for another partner, who is told the same as of an id that nobody has', async () => {
      const answers = await Promise.all(
        [device, 'never-registered'].map(async (id) => {
          const input = { device: id, entries: [used(1, '1')] };
          const read = await gateway.ask(OTHER_PARTNER, `query D($id: ID!) { device(id: $id) { id name } }`, {
            id,
          });
          const synced = await gateway.ask(OTHER_PARTNER, SYNC, { input });
          return JSON.stringify({ read, synced }).replaceAll(id, '<id>');
        }),
      );
      expect(answers[0]).toBe(answers[1]);
    });

    it('is synced by nobody without the scope', async () => {
      const input = { device, entries: [] };
      const answer = await gateway.ask({ partner: 'GB', subject: 'reader' }, SYNC, { input });
      expect(answer.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
    });
  },
);
