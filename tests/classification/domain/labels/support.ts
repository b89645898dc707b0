import { printLabel } from '../../../../subgraphs/classification/domain/labels/print.ts';
import { parseLabel } from '../../../../subgraphs/classification/domain/labels/parse.ts';
import type { Label, LabelReading } from '../../../../subgraphs/classification/domain/labels/label.ts';
import type { LabelContext } from '../../../../subgraphs/classification/domain/labels/order.ts';
import { memberships, schemes } from '../facts.ts';

/** The facts as they are read on a day. */
export const on = (day: string): LabelContext => ({ on: day, schemes, memberships });

export const today = on('2026-11-23');

/** Reads a marking that has to be well formed. */
export function read(text: string, policy?: string): LabelReading & { label: Label } {
  const reading = parseLabel(text, today, policy);
  if (!reading.label) throw new Error(`${text}: ${reading.findings.map((one) => one.message).join(' ')}`);
  return { ...reading, label: reading.label };
}

/** The codes of what was found in a marking. */
export function findings(text: string, policy?: string): string[] {
  return parseLabel(text, today, policy).findings.map((finding) => finding.code);
}

/** The canonical form of a marking. */
export function printed(text: string, policy?: string): string {
  return printLabel(read(text, policy).label, schemes);
}
