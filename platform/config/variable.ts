import { z } from 'zod';

/** One environment variable. */
export interface Variable<Value> {
  /** What would be taken, for the error and for the documentation. */
  readonly expected: string;
  readonly description: string;
  readonly schema: z.ZodType<Value, string | undefined>;
}

/** A variable: what it means, what is expected of it, and how its text is read. */
export const variable = <Value>(
  description: string,
  expected: string,
  schema: z.ZodType<Value, string | undefined>,
): Variable<Value> => ({ description, expected, schema });

export const text = z.string().min(1);
/** A number is read from its text. */
export const numeric = (schema: z.ZodType<number>) => schema as z.ZodType<number, string | undefined>;
export const port = numeric(z.coerce.number().int().min(0).max(65_535));
export const mebibytes = numeric(z.coerce.number().int().min(0).max(65_536));
export const address = z.url({ protocol: /^https?$/ });
/** An address of PostgreSQL, in which a name may stand for those of the subgraphs. */
export const database = z
  .string()
  .refine((it) => /^postgres(ql)?:$/.test(URL.parse(it.replaceAll('{subgraph}', 'x'))?.protocol ?? ''));
const origin = z.string().refine((it) => /^https?:/.test(it) && URL.parse(it)?.origin === it);
export const list = text.transform((it) => it.split(',').map((one) => one.trim()));
export const origins = list.pipe(z.array(origin));
export const seconds = numeric(z.coerce.number().positive().max(3600));
export const SECONDS = 'a number of seconds, more than 0 and at most 3600';
export const onOff = z.enum(['on', 'off']).transform((it) => it === 'on');

/** Peers of a connection: an address, a network, or networks by the names that fastify gives them. */
export const peer = z.union([
  z.ipv4(),
  z.ipv6(),
  z.cidrv4(),
  z.cidrv6(),
  z.enum(['loopback', 'linklocal', 'uniquelocal']),
]);
