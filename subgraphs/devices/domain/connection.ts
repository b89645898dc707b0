export type ConnectionState = 'ONLINE' | 'OFFLINE' | 'UNKNOWN';

/** A device's connection as last reported; instants in ISO 8601, UTC. */
export interface Connection {
  readonly state: ConnectionState;
  /** Since when it has been offline; null where it is not, or where nobody said. */
  readonly offlineSince: string | null;
  /** The instant that the last report speaks of; null where none came. */
  readonly reportedAt: string | null;
}

/**
 * The connection after a report that at the instant `at` it was `state`. A report about an earlier instant
 * than the last one changes nothing. A device that stays offline keeps the instant since when.
 */
export function afterReport(connection: Connection, state: ConnectionState, at: string): Connection {
  if (connection.reportedAt !== null && at < connection.reportedAt) return connection;
  const offlineSince =
    state !== 'OFFLINE' ? null : connection.state === 'OFFLINE' ? (connection.offlineSince ?? at) : at;
  return { state, offlineSince, reportedAt: at };
}
