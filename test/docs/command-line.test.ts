import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command, Option } from 'commander';
import { readProgram, renderFamilies, renderFamilyPages } from '../../docs/build/commands.ts';
import { exitCodes } from '../../src/cli/lib/failure.ts';
import { createWalk, readBlocks, readPage, scriptOf, type Walk } from '../support/page-walk.ts';
import { missingOf } from '../support/run.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { needing } from '../support/needing.ts';

const missing = await missingOf('bash', 'jq', 'openssl');
/** Every command of the page, one after the other: somebody who copies them from top to bottom, with the demo. */
needing(missing.join(' and '), missing.length === 0).describe('the commands of the page', () => {
  let server: TestServer;
  let walk: Walk;
  let walked: Awaited<ReturnType<Walk['run']>>;
  beforeAll(async () => {
    server = await startServer({ demo: true });
    walk = await createWalk();
    const script = scriptOf(await readBlocks('command-line'));
    walked = await walk.run(script.replaceAll('http://localhost:8080', server.url), {
      LATCHKEY_DATA_DIR: server.config.dataDir,
    });
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await walk.remove();
  });

  it('the commands work from top to bottom', () => {
    expect(walked).toMatchObject({ code: 0 });
  });

  it('the commands print what other programs need', () => {
    expect(walked.output).toMatch(/^\d{15}\t0\t10$/m);
    expect(walked.output).toMatch(/^Valid until +2027-06-15 23:59$/m);
  });

  it('the commands create what is missing, and delete it again', async () => {
    expect(walked.output).toContain('Deleted the product desktop-pro.');
    expect(await server.store.products.findByCode('desktop-pro')).toBeUndefined();
  });

  it('the commands set up completion in the shells', async () => {
    for (const file of ['.zfunc/_latchkey', '.config/fish/completions/latchkey.fish']) {
      expect(existsSync(join(walk.folder, file))).toBe(true);
    }
    const { code, output } = await walk.run('. ~/.bashrc && complete -p latchkey', {});
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/^complete .* latchkey$/m) as unknown,
    });
  });
});

describe('the page on the command line', () => {
  it('names every exit code', async () => {
    const rows = (await readPage('command-line')).matchAll(/^\| (\d+) +\| \w/gm);
    const named = [...rows].map(([, code]) => Number(code));
    expect(named).toEqual(Object.values(exitCodes));
  });

  it('has every existing command, argument and option', () => {
    const program = readProgram();
    const families = renderFamilies(program);
    const pages = new Map(renderFamilyPages(program).map((page) => [page.label, page]));
    for (const family of program.commands.filter(isShown)) {
      const { name = '', markdown = '' } = pages.get(family.name()) ?? {};
      expect(families).toContain(`[\`${family.name()}\`](${name}.html)`);
      for (const command of [family, ...family.commands.filter(isShown)]) {
        const section = sectionOf(markdown, command);
        expect(section).toContain('#');
        for (const { long } of command.options.filter(isItsOwn)) {
          expect(section).toMatch(new RegExp(`^\\| \`.*${long ?? ''}[ \`]`, 'm'));
        }
        for (const argument of command.registeredArguments) {
          expect(section).toContain(argument.name());
        }
      }
    }
  });

  it('links to a page for each family, with the examples of its help', () => {
    const pages = renderFamilyPages(readProgram());
    expect(pages.map(({ label }) => label)).toContain('license');
    const { markdown = '' } = pages.find(({ label }) => label === 'license') ?? {};
    expect(markdown).toContain('**Examples:**\n\n```text\nlatchkey license ');
    expect(markdown).not.toContain('\u001b');
  });
});

/** Commander hides those that are for shells alone. */
function isShown(command: Command): boolean {
  return !('_hidden' in command && command._hidden === true);
}

function isItsOwn({ helpGroupHeading }: Option): boolean {
  return helpGroupHeading === undefined;
}

/** What stands under the heading of a command. */
function sectionOf(commands: string, command: Command): string {
  const names = [command.parent?.parent?.name(), command.parent?.name(), command.name()];
  const heading = `# ${names.filter((name) => name !== undefined).join(' ')}`;
  const sections = commands.split(/^(?=#)/m);
  return sections.find((one) => new RegExp(`${heading}[\n ]`).test(one)) ?? '';
}
