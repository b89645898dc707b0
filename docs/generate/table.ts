/** A row of a Markdown table; a bar inside a cell is escaped. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((it) => it.replaceAll('|', '\\|')).join(' | ')} |`;
}
