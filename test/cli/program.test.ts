import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';
import { version } from '../../src/config/release.ts';
import { latchkey, latchkeyProcess } from '../support/latchkey.ts';
import { terminalContext } from '../support/terminal-context.ts';

describe('latchkey', () => {
  it('shows its version', async () => {
    expect(await latchkeyProcess(['--version'])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('lists its commands and exit codes with --help', async () => {
    const { code, stdout, stderr } = await latchkey(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('\nExit codes:\n');
    expect(stdout).toMatch(/^ {2}start +start the server$/m);
  });

  it('shows its help on stderr without a command, and exits with 2', async () => {
    const { stdout: help } = await latchkey(['--help']);
    expect(await latchkeyProcess([])).toEqual({ code: 2, stdout: '', stderr: help });
  });

  it.each([
    ['strat', "unknown command 'strat'", 'Did you mean start?'],
    ['--jsn', "unknown option '--jsn'", '--help lists'],
  ])('exits with 2 at %s, with a suggestion', async (typed, fault, hint) => {
    const { code, stdout, stderr } = await latchkey([typed]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(fault);
    expect(stderr).toContain(hint);
  });

  it('shows all faults of the settings at once and exits with 1', async () => {
    const env = { PORT: 'x', LATCHKEY_DEMO: 'x' };
    const { code, stdout, stderr } = await latchkeyProcess(['migrate'], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('2 fault(s)');
  });

  it('explains each of its commands in 80 columns', () => {
    const helps = helpsOf(createProgram(terminalContext({}).context));
    expect(helps.length).toBeGreaterThan(50);
    for (const help of helps) {
      const long = help.split('\n').filter((line) => line.length > 80);
      expect(long).toEqual([]);
      expect(help).not.toMatch(/\ba [aeio]/);
    }
  });

  it('marks required options in its help', async () => {
    const { stdout } = await latchkey(['license', 'create', '--help']);
    expect(stdout).toMatch(/^ {2}--product <product> +product of the license \(required\)$/m);
  });
});

/** What a command and all below it say of themselves. */
function helpsOf(command: Command): string[] {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return [help, ...command.createHelp().visibleCommands(command).flatMap(helpsOf)];
}
