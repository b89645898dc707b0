import { z } from 'zod';
import { list, onOff, peer, port, text, variable } from './variable.ts';

/** What operators see of a process while it runs. */
export const TELEMETRY_VARIABLES = {
  METRICS: variable(
    'Whether `/metrics` tells Prometheus what the process counts. It is for operators alone: METRICS_PORT or METRICS_PEERS say who reaches it.',
    'on or off',
    onOff.default(false),
  ),
  METRICS_PORT: variable(
    'A port of its own for `/metrics`, which only operators’ networks may reach; 0 takes a free one. Default: none, `/metrics` is on PORT, for METRICS_PEERS alone.',
    'a whole number from 0 to 65535',
    port.optional(),
  ),
  METRICS_HOST: variable(
    'Address to listen on with METRICS_PORT. Default: HOST.',
    'a host name or an address',
    text.optional(),
  ),
  METRICS_PEERS: variable(
    'Who may ask for `/metrics` on PORT. To all others, and to all who come through a proxy, nothing is there.',
    'addresses, networks (10.0.0.0/8), loopback, linklocal or uniquelocal, separated by commas',
    list.pipe(z.array(peer)).default(['loopback']),
  ),
} as const;
