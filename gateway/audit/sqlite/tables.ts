import type { DatabaseSync } from 'node:sqlite';

/**
 * Records and checkpoints can be added, each record after the last one of its chain, and nothing else. Whoever
 * writes the file without its triggers is found out by the chain.
 */
const TABLES = `
begin;
create table if not exists record (
  chain text not null,
  sequence integer not null,
  body text not null,
  hash text not null,
  time text generated always as (json_extract(body, '$.content.time')) virtual,
  primary key (chain, sequence)
) strict;
create index if not exists record_by_time on record (time);
create table if not exists checkpoint (
  chain text not null,
  sequence integer not null,
  jws text not null,
  primary key (chain, sequence)
) strict;
create trigger if not exists record_in_order before insert on record
when new.sequence is not 1 + (select coalesce(max(sequence), 0) from record where chain = new.chain)
begin select raise(abort, 'a record follows the last one of its chain'); end;
create trigger if not exists checkpoint_in_order before insert on checkpoint
when new.sequence <= (select max(sequence) from checkpoint where chain = new.chain)
begin select raise(abort, 'a checkpoint follows the last one of its chain'); end;
${['record', 'checkpoint']
  .flatMap((table) =>
    ['update', 'delete'].map(
      (change) => `
create trigger if not exists ${table}_no_${change} before ${change} on ${table}
begin select raise(abort, 'the audit log can only be added to'); end;`,
    ),
  )
  .join('')}
commit;
`;

/** Makes the tables where there are none. */
export function createTables(database: DatabaseSync): void {
  database.exec(TABLES);
}
