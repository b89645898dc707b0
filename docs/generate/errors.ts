import { ERROR_CODES } from '../../platform/errors.ts';
import { tableRow } from './table.ts';

/** `docs/errors.md`: every code that an error may carry. */
export function errorsTable(): string {
  return [
    '# Errors',
    '',
    'Generated from `platform/errors.ts` (`npm run docs`). Every error, of HTTP and of GraphQL, is',
    '`{ message, locations, path, extensions: { code } }`; clients may rely on the code, never on the message. The answer’s',
    'header `x-request-id` names the request in the gateway’s log. It stands in no error, so that equal answers are the',
    'same bytes.',
    '',
    '| Code | Meaning |',
    '|---|---|',
    ...Object.entries(ERROR_CODES).map(([code, meaning]) => tableRow([`\`${code}\``, meaning])),
    '',
  ].join('\n');
}
