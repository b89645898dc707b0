import { z } from 'zod';
import { address, numeric, text, variable } from './variable.ts';

/** `name=value` pairs, separated by commas, their values encoded as in addresses. */
const headers = z
  .string()
  .regex(/^\s*[\w-]+\s*=[^,=]*(,\s*[\w-]+\s*=[^,=]*)*$/)
  .transform((text) =>
    Object.fromEntries(
      text.split(',').map((it) => {
        const [name = '', value = ''] = it.split('=');
        return [name.trim(), decoded(value.trim())];
      }),
    ),
  );
const share = numeric(z.coerce.number().min(0).max(1));
const SHARE = 'a number from 0 to 1';

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Where traces go, and of which requests. */
export const TRACING_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    'The OpenTelemetry collector that gets traces, by OTLP over HTTP at `/v1/traces` below it. Without, none are recorded, and nothing that records them is loaded.',
    'an http(s) address',
    address.optional(),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: variable(
    'What the collector is sent beside traces, such as `authorization=Bearer%20…`. Secret.',
    'name=value pairs, separated by commas, values encoded as in addresses',
    headers.optional(),
  ),
  OTEL_SERVICE_NAME: variable(
    'The name of the process in traces. Default: `gateway`, or the name of the subgraph.',
    'a name',
    text.optional(),
  ),
  OTEL_TRACES_SAMPLER_ARG: variable(
    'Which share of its requests the gateway records. Clients can name a trace to go on with, but not have it recorded. Subgraphs record what the gateway does.',
    SHARE,
    share.default(0.05),
  ),
  TRACE_RESOLVERS: variable(
    'In which share of the requests that are recorded subgraphs record each resolver too.',
    SHARE,
    share.default(0.1),
  ),
} as const;
