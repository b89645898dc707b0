import { writeFileSync } from 'node:fs';
import { ConfigError, readEnv, toConfig } from '../../platform/config.ts';
import { assertionSigner, type AssertionSigner } from '../../platform/identity/assertion.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { readSigningKey } from '../../platform/identity/keys.ts';
import { secretSigner } from '../../platform/identity/secret-assertions.ts';
import { readSecrets } from '../../platform/identity/secrets.ts';
import { ALL_CHECKS } from './checks/all.ts';
import { CannotCheck, type Check } from './harness/check.ts';
import { anybody } from './harness/context.ts';
import { readContract, subgraphNames, type Contract } from './harness/contract.ts';
import { SubgraphsInProcess } from './harness/in-process.ts';
import { junitReport } from './harness/junit-report.ts';
import { subjectOverHttp, type Vouching } from './harness/over-http.ts';
import { isKept, runChecks, type Report } from './harness/run.ts';
import { SubjectFailed, type Subject } from './harness/subject.ts';
import { summary, textProgress } from './harness/text-report.ts';
import { readOptions, USAGE, UsageError, type ContractOptions } from './options.ts';

/** What a person can mend or has to know: said without a stack. */
const SAID = [UsageError, CannotCheck, SubjectFailed, ConfigError];

/** Where the command writes. */
export interface Output {
  say(line: string): void;
  complain(line: string): void;
}

/**
 * `npm run contract`.
 * @param root the folder of the repository.
 * @returns the exit code: 0 where everything is kept, 1 where something is broken, 2 where it cannot be followed.
 */
export async function contractCommand(
  args: readonly string[],
  root: string,
  output: Output,
): Promise<number> {
  try {
    const options = readOptions(args, subgraphNames(root));
    const checks = chosen(options.checks);
    if (options.list) {
      for (const { name, says } of checks) output.say(`${name.padEnd(22)} ${says}`);
      return 0;
    }
    await using own = new SubgraphsInProcess();
    const reports: Report[] = [];
    for (const name of options.subgraphs) {
      const contract = readContract(root, name, options.promises);
      output.say(`The contract of ${name}`);
      reports.push(await check(contract, checks, options, own, output));
    }
    if (options.junit !== null) writeFileSync(options.junit, junitReport(reports, checks));
    for (const line of summary(reports, checks)) output.say(line);
    return reports.every(isKept) ? 0 : 1;
  } catch (error) {
    if (!SAID.some((it) => error instanceof it)) throw error;
    const { message } = error as Error;
    output.complain(error instanceof UsageError ? `${message}\n\n${USAGE}` : message);
    return 2;
  }
}

async function check(
  contract: Contract,
  checks: readonly Check[],
  options: ContractOptions,
  own: SubgraphsInProcess,
  { say }: Output,
): Promise<Report> {
  const { name } = contract;
  const subject = options.url === null ? await own.get(name) : await deployed(contract, options.url, options);
  const neighbours = () => own.besides(name);
  return runChecks(checks, { contract, subject, neighbours, given: options.records }, textProgress(say));
}

async function deployed(
  { name, promises }: Contract,
  url: string,
  { assertions, keyFile, secretFile, mayWrite }: ContractOptions,
): Promise<Subject> {
  const unknown = [...assertions.keys()].find((it) => !promises.viewers.has(it));
  if (unknown !== undefined) {
    throw new UsageError(
      `--assertion: expected one of ${[...promises.viewers.keys()].join(', ')}, got ${unknown}.`,
    );
  }
  const vouching: Vouching =
    assertions.size > 0
      ? {
          assertions: [...promises.viewers].flatMap(([key, viewer]) => {
            const assertion = assertions.get(key);
            return assertion === undefined ? [] : [{ viewer, assertion }];
          }),
        }
      : { signer: await signerBy(keyFile, secretFile) };
  const subject = subjectOverHttp({ name, url, vouching, mayWrite });
  const answer = await subject.ask({ viewer: anybody(subject, promises), query: '{ __typename }' });
  if (answer === null) {
    throw new CannotCheck(
      `${url}: expected an answer, got 401: the assertion is refused. Is it of the key, for the subgraph and of the time that it takes?`,
    );
  }
  return subject;
}

async function signerBy(keyFile: string | null, secretFile: string | null): Promise<AssertionSigner> {
  if (secretFile !== null) {
    const [secret] = readSecrets(secretFile, '--secret');
    return secretSigner(() => secret);
  }
  return assertionSigner(
    keyFile === null
      ? await developmentKeys(toConfig(readEnv()).DATA_DIR).assertion()
      : await readSigningKey(keyFile, '--key'),
  );
}

function chosen(prefixes: readonly string[]): readonly Check[] {
  const unknown = prefixes.find((it) => !ALL_CHECKS.some(({ name }) => name.startsWith(it)));
  if (unknown !== undefined) {
    throw new UsageError(
      `--check: expected the beginning of one of ${ALL_CHECKS.map((it) => it.name).join(', ')}, got ${unknown}.`,
    );
  }
  return prefixes.length === 0
    ? ALL_CHECKS
    : ALL_CHECKS.filter(({ name }) => prefixes.some((it) => name.startsWith(it)));
}
