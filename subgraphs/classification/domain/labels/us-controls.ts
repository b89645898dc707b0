/** Dissemination controls of US markings that are obligations on whoever receives the information. */
export interface UsControl {
  /** The banner form, which labels carry. */
  readonly name: string;
  /** The portion form. */
  readonly short: string;
  readonly others?: readonly string[];
}

/** In the order of a banner: intelligence controls, then CUI's, then those of other agencies. */
export const US_CONTROLS: readonly UsControl[] = [
  { name: 'RSEN', short: 'RS' },
  { name: 'FOUO', short: 'FOUO', others: ['FOR OFFICIAL USE ONLY'] },
  { name: 'ORCON', short: 'OC', others: ['ORIGINATOR CONTROLLED'] },
  { name: 'ORCON-USGOV', short: 'OC-USGOV' },
  { name: 'IMCON', short: 'IMC', others: ['CONTROLLED IMAGERY'] },
  { name: 'PROPIN', short: 'PR' },
  { name: 'DEA SENSITIVE', short: 'DSEN' },
  { name: 'FISA', short: 'FISA' },
  { name: 'FED ONLY', short: 'FED ONLY' },
  { name: 'FEDCON', short: 'FEDCON' },
  { name: 'NOCON', short: 'NOCON' },
  { name: 'DL ONLY', short: 'DL ONLY' },
  { name: 'LIMDIS', short: 'DS' },
  { name: 'EXDIS', short: 'XD' },
  { name: 'NODIS', short: 'ND' },
  { name: 'SBU', short: 'SBU' },
  { name: 'LES', short: 'LES' },
  { name: 'SSI', short: 'SSI' },
];

const BY_FORM = new Map(
  US_CONTROLS.flatMap((control) =>
    [control.name, control.short, ...(control.others ?? [])].map((form) => [form, control] as const),
  ),
);

/** The control that `text` names in any of its forms; null where it names none. */
export function readUsControl(text: string): UsControl | null {
  return BY_FORM.get(text) ?? null;
}

/** The controls that bar foreign release and are not obligations by themselves: `NF`, and with others. */
export function readNoforn(text: string): { obligation: string | null } | null {
  if (text === 'NF' || text === 'NOFORN' || text === 'NOT RELEASABLE TO FOREIGN NATIONALS') {
    return { obligation: null };
  }
  const [, control] = /^(SBU|LES)[- ](?:NF|NOFORN)$/.exec(text) ?? [];
  return control ? { obligation: control } : null;
}

/** What an originator's obligation asks of the recipient, for people. */
export const OBLIGATION_WORDS: Readonly<Record<string, string>> = {
  ORCON: 'the originator decides on every further release',
  'ORCON-USGOV': 'within the US government it may be passed on, beyond it the originator decides',
  PROPIN: 'it holds proprietary information',
  AGAO: 'only staff of the agencies named may share it',
};
