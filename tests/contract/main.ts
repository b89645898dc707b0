import 'reflect-metadata';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { contractCommand } from './command.ts';

process.exitCode = await contractCommand(process.argv.slice(2), projectRoot(), {
  say: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
});
