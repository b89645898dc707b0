import { sortCodes, type ReleaseCode } from './audience.ts';
import {
  error,
  makeLabel,
  unreadable,
  warning,
  type Finding,
  type LabelReading,
  type Release,
} from './label.ts';
import type { Policy } from './policies.ts';

/**
 * What a reader has gathered of a marking, before the rules of one label are checked. The readers of every
 * notation (US, national, structured) fill one and `finish` it, so that each rule stands in one place.
 */
export class Draft {
  readonly findings: Finding[] = [];
  readonly categories = new Set<string>();
  readonly obligations = new Set<string>();
  noforn = false;
  relido = false;
  listed: readonly ReleaseCode[] | null = null;
  eyesOnly: readonly ReleaseCode[] | null = null;
  displayOnly: readonly ReleaseCode[] | null = null;
  /** Whether the input says that its marking puts no bar on release. */
  open = false;

  constructor(
    readonly policy: Policy,
    readonly level: string,
  ) {}

  /** Adds a list of recipients; a second list of a kind contradicts the first. */
  list(kind: 'listed' | 'eyesOnly' | 'displayOnly', codes: readonly ReleaseCode[]): void {
    const name = { listed: 'release', eyesOnly: 'EYES ONLY', displayOnly: 'DISPLAY ONLY' }[kind];
    if (this[kind]) this.findings.push(error('CONFLICTING_RELEASE', `The marking has two ${name} lists.`));
    if (codes.length === 0) {
      this.findings.push(error('RELEASE_WITHOUT_LIST', `The ${name} marking names nobody.`));
    }
    this[kind] = codes;
  }

  unknown(text: string): void {
    this.findings.push(error('UNKNOWN_MARKING', `"${text}" is no known marking of ${this.policy.id}.`));
  }

  unknownCode(text: string): void {
    this.findings.push(error('UNKNOWN_CODE', `"${text}" is no known country or group code.`));
  }

  /** Checks the rules of one label and gives it, or the errors. */
  finish(): LabelReading {
    this.checkNoforn();
    if (this.eyesOnly && this.listed) {
      this.findings.push(error('EYES_ONLY_EXCLUDES_REL', 'EYES ONLY and a release list exclude each other.'));
    }
    if (this.usIssued) this.checkUsLists();
    if (this.open && !this.mayBeOpen) {
      this.findings.push(
        error(
          'OPEN_RELEASE_ON_CONTROLLED',
          'Only unclassified information without controls is unrestricted.',
        ),
      );
    }
    if (this.categories.has('CUI') && this.policy.id === 'US' && this.level !== 'U') {
      this.findings.push(warning('CUI_ON_CLASSIFIED', 'CUI marks unclassified information only.'));
    }
    if (this.findings.some((finding) => finding.severity === 'ERROR')) {
      return unreadable(this.policy.id, ...this.findings);
    }
    const label = makeLabel(this.policy, { ...this, release: this.release() });
    return { policy: this.policy.id, label, findings: this.findings };
  }

  /** Whether US rules on lists apply: US information, and foreign information in a US paper. */
  private get usIssued(): boolean {
    return this.policy.owners.includes('USA');
  }

  private get mayBeOpen(): boolean {
    const controls = this.categories.size + this.obligations.size > 0 || this.noforn || this.relido;
    const lists = this.listed ?? this.eyesOnly ?? this.displayOnly;
    return this.policy.openLevels.includes(this.level) && !controls && lists === null;
  }

  private release(): Release {
    if (this.noforn) return { kind: 'NOFORN' };
    if (this.eyesOnly) return { kind: 'EYES_ONLY', to: this.eyesOnly };
    if (this.listed) return { kind: 'LISTED', to: this.listed };
    return { kind: 'UNMARKED' };
  }

  private checkNoforn(): void {
    if (!this.noforn) return;
    const clash = (code: Finding['code'], other: string) =>
      this.findings.push(error(code, `NOFORN and ${other} exclude each other on one label.`));
    if (this.listed) clash('NOFORN_EXCLUDES_REL', 'REL TO');
    if (this.eyesOnly) clash('NOFORN_EXCLUDES_EYES_ONLY', 'EYES ONLY');
    if (this.displayOnly) clash('NOFORN_EXCLUDES_DISPLAY_ONLY', 'DISPLAY ONLY');
    if (this.relido) clash('NOFORN_EXCLUDES_RELIDO', 'RELIDO');
  }

  private checkUsLists(): void {
    for (const codes of [this.listed, this.eyesOnly]) {
      if (!codes || codes.length === 0) continue;
      if (!codes.includes('USA')) {
        this.findings.push(
          error('REL_TO_MUST_LIST_USA_FIRST', 'A release list of the United States has to name USA first.'),
        );
      } else if (codes.join() !== usOrder(codes).join()) {
        this.findings.push(
          warning('REL_TO_ORDER', `The order is USA, countries, groups: ${usOrder(codes).join(', ')}.`),
        );
      }
    }
  }
}

function usOrder(codes: readonly ReleaseCode[]): ReleaseCode[] {
  return sortCodes(codes, ['USA']);
}
