/** How a process reaches PostgreSQL. */
export interface PostgresSettings {
  /** Where the database is and as whom; `{subgraph}` in it stands for the name of a subgraph. */
  readonly url: string;
  /** A file that holds the password instead; `{subgraph}` in it stands for the same. */
  readonly passwordFile?: string | undefined;
  /** The variable that names that file, for errors. */
  readonly passwordVariable?: string | undefined;
  /** The most connections of one store. */
  readonly connections: number;
  /** How long one statement may take. */
  readonly statementMilliseconds: number;
  /** How long a connection is waited for: a new one, or one that others hold. */
  readonly connectMilliseconds: number;
}
