import { toConfig, VARIABLES, type Config, type VariableName } from '../../platform/config.ts';
import { tableRow } from './table.ts';

/** `docs/configuration.md`: every environment variable, from the table that reads them. */
export function configurationTable(): string {
  const defaults = toConfig({});
  return [
    '# Configuration',
    '',
    'Generated from `platform/config.ts` (`npm run docs`), the only place that reads the environment. A value that cannot',
    'be taken ends the start with one line that names the variable, what was expected and what came.',
    '',
    '| Variable | Meaning | Expected | Default |',
    '|---|---|---|---|',
    ...Object.entries(VARIABLES).map(([name, { description, expected }]) =>
      tableRow([`\`${name}\``, description, expected, shown(defaults[name as VariableName])]),
    ),
    '',
  ].join('\n');
}

function shown(value: Config[VariableName]): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  return typeof value === 'boolean' ? (value ? '`on`' : '`off`') : `\`${String(value)}\``;
}
