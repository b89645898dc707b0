import { Counter, Gauge, type Registry } from 'prom-client';
import type { AuditState } from '../audit/audit-log.ts';

/** Has `registry` tell how the audit log does. Nothing of what is recorded is in it. */
export function tellAudit(registry: Registry, observe: () => AuditState): void {
  const gauge = (name: string, help: string, valueOf: (observed: AuditState) => number): void =>
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(valueOf(observe()));
        },
      }),
    );
  const counter = (name: string, help: string, valueOf: (observed: AuditState) => number): void =>
    registry.registerMetric(
      new Counter({
        name,
        help,
        registers: [],
        collect() {
          this.reset();
          this.inc(valueOf(observe()));
        },
      }),
    );
  gauge(
    'gateway_audit_up',
    'Whether the audit log could be written last: 1 or 0. Absent where nothing is recorded.',
    ({ isFailing }) => (isFailing ? 0 : 1),
  );
  gauge('gateway_audit_pending', 'Entries that wait to be written to the audit log.', (it) => it.pending);
  counter(
    'gateway_audit_records_total',
    'Records that this gateway wrote to its audit log.',
    (it) => it.written,
  );
  counter(
    'gateway_audit_lost_total',
    'Entries for which there was no room while the audit log could not be written: their number alone is recorded.',
    (it) => it.lost,
  );
}
