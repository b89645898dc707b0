import { z } from 'zod';
import { list, numeric, peer, SECONDS, seconds, variable } from './variable.ts';

const count = numeric(z.coerce.number().int().min(0).max(1_000_000));
const COUNT = 'a whole number from 0 to 1000000';

/** What bounds the HTTP that the gateway speaks to its clients. */
export const HTTP_VARIABLES = {
  BODY_KIB: variable(
    'The largest body that is read, in KiB: as it came and, where it is compressed, as it is then.',
    'a whole number from 1 to 65536',
    numeric(z.coerce.number().int().min(1).max(65_536)).default(1024),
  ),
  HEADERS_SECONDS: variable(
    'How long a client may take to send the headers of a request, from the first byte or from when it connected.',
    SECONDS,
    seconds.default(10),
  ),
  RECEIVING_SECONDS: variable(
    'How long a client may take to send a whole request; at least HEADERS_SECONDS.',
    SECONDS,
    seconds.default(15),
  ),
  KEEP_ALIVE_SECONDS: variable(
    'How long a connection stays open for another request: longer than a load balancer in front keeps it.',
    SECONDS,
    seconds.default(72),
  ),
  CONNECTIONS: variable(
    'How many connections may be open at a time; more are closed as they come. 0 for any number.',
    COUNT,
    count.default(10_000),
  ),
  CONNECTION_REQUESTS: variable(
    'How many requests a connection carries before it is closed, so that clients come to other gateways too. 0 for any number.',
    COUNT,
    count.default(100_000),
  ),
  TRUSTED_PROXIES: variable(
    'The proxies whose X-Forwarded headers say who a client is and whether it came by TLS. From anybody else they are ignored.',
    'addresses, networks (10.0.0.0/8), loopback, linklocal or uniquelocal, separated by commas',
    list.pipe(z.array(peer)).default([]),
  ),
} as const;
