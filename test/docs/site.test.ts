import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readContract } from '../../docs/build/contract.ts';
import { checkErrorPage } from '../../docs/build/errors.ts';
import { fillIn } from '../../docs/build/generated.ts';
import { findDeadLinks, findDoubleIds } from '../../docs/build/links.ts';
import { navigation } from '../../docs/build/navigation.ts';
import { sources } from '../../docs/build/stale.ts';
import { statusOf } from '../../src/rules/errors.ts';
import { buildSite, runBuild } from './built-site.ts';

let folder: string;
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeAll(async () => {
  folder = await buildSite();
}, 120_000);

describe('the documentation site', () => {
  it('has every page of the navigation, and links to each from each', () => {
    const names = navigation.flatMap(({ pages }) => pages.map(({ name }) => `${name}.html`));
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(names));
    for (const page of names) {
      const html = read(page);
      for (const name of names) expect(html).toContain(`<a href="${name}"`);
    }
  });

  it('loads nothing from other hosts', () => {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.html'))) {
      const tags = read(name).matchAll(/<(?:link|script|img|source|iframe)\b[^>]*>/g);
      for (const [tag] of tags) expect(tag).not.toMatch(/(?:src|href|srcset)="(?:https?:)?\/\//);
    }
    expect(read('style.css')).not.toMatch(/@import|url\(/);
    expect(read('reference.html')).not.toMatch(/cdn\.redoc\.ly/);
  });

  it('has every diagram inline, with its steps as a list', () => {
    const html = read('sign-in.html');
    expect(html.match(/<svg role="img" aria-label=/g)).toHaveLength(2);
    expect(html).toContain('<li>Application <span>to</span> Latchkey: GET /api/v4/sso_url</li>');
    expect(html).not.toContain('fonts.googleapis.com');
  });

  it('lists every error code of the contract, with its status', () => {
    const html = read('errors.html');
    for (const [code, status] of Object.entries(statusOf)) {
      const section = html.split(`<h3 id="${code.toLowerCase()}">`)[1]?.split('<h3')[0] ?? '';
      expect(section).toContain(`<span class="status">${status}</span>`);
      for (const part of ['When:', 'Cause:', 'Cure:']) expect(section).toContain(part);
    }
  });

  it('lists all settings that the server reads, and no others', () => {
    const settings = (text: string) => new Set(text.match(/LATCHKEY_[A-Z_]+/g));
    const files = readdirSync('src/config').filter((file) => file.endsWith('config.ts'));
    const source = files.map((file) => readFileSync(join('src/config', file), 'utf8')).join();
    const html = read('configuration.html').replaceAll('<wbr>', '');
    expect(settings(html)).toEqual(settings(source));
  });

  it('keeps the reference small: its script is a file that browsers cache', () => {
    const reference = read('reference.html');
    expect(reference).toMatch(/<script type="module" src="reference\.js\?v=[\w-]{12}">/);
    expect(statSync(join(folder, 'reference.html.br')).size).toBeLessThan(100_000);
    expect(statSync(join(folder, 'reference.js.br')).size).toBeLessThan(700_000);
  });

  it('allows only scripts that are files of the site or have their hash in the policy', () => {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.html'))) {
      const [, policy = ''] =
        /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(read(name)) ?? [];
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
      expect({ name, scripts }).toEqual({
        name,
        scripts: expect.stringMatching(/^'self'( 'sha256-[\w+/]+=')*$/) as unknown,
      });
    }
  });

  it('depends on the commands and the columns, too', () => {
    for (const file of [
      'src/cli/commands/license.ts',
      'src/bulk/kinds.ts',
      'examples/desktop-app/options.ts',
      'docs/pages/guide.md',
      'docs/samples/latchkey.py',
    ]) {
      expect(sources()).toContain(resolve(file));
    }
  });

  it('is not built again when nothing changed', async () => {
    expect(await runBuild('--if-stale', folder)).toBe('');
  });
});

describe('the build of the site', () => {
  const contract = readContract();

  it('throws on a page with a placeholder that has no value', () => {
    expect(() => fillIn('# Page\n\n<!-- every coomand -->\n', contract)).toThrow('every coomand');
    expect(fillIn('<!-- every family -->', contract)).toContain('(cli-license.html)');
  });

  it('finds links to missing pages, anchors and operations', () => {
    const files = new Map([
      ['a.html', '<a href="b.html#here">1</a> <a href="b.html#gone">2</a> <a href="c.html">3</a>'],
      [
        'b.html',
        '<h2 id="here">4</h2> <a href="reference.html#/sso/gone">5</a> <a href="#here">6</a>',
      ],
      ['reference.html', ''],
    ]);
    expect(findDeadLinks(files, contract)).toEqual([
      'a.html: dead link b.html#gone',
      'a.html: dead link c.html',
      'b.html: dead link reference.html#/sso/gone',
    ]);
  });

  it('finds a duplicate id', () => {
    const files = new Map([['a.html', '<h2 id="same">1</h2> <h2 id="same">2</h2>']]);
    expect(findDoubleIds(files)).toEqual(['a.html: id same stands twice']);
  });

  it('finds error codes that are missing in the page or in the contract', () => {
    const headings = contract.errors
      .filter(({ code }) => code !== 'license_expired')
      .map(({ code }) => ({ depth: 3, text: code, id: code }));
    headings.push({ depth: 3, text: 'teapot', id: 'teapot' });
    expect(checkErrorPage(contract, headings)).toEqual([
      'errors.md: license_expired is missing',
      'errors.md: teapot is not in the contract',
    ]);
  });
});
