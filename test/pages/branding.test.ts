import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assert, integer, property, tuple } from 'fast-check';
import { ConfigError, loadConfig } from '../../src/config/config.ts';
import { accentOf } from '../../src/pages/branding/accent.ts';
import { contrast, type Color, parseColor } from '../../src/config/contrast.ts';
import { createCustomer } from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import { http } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { brandingOf } from './plain-branding.ts';

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-branding-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    brandingOf({ LATCHKEY_VENDOR_NAME: 'Northwind', ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the accent colour', () => {
  const color = tuple(...[0, 0, 0].map(() => integer({ min: 0, max: 255 })));
  const part = (css: string, name: string) =>
    parseColor(new RegExp(`--${name}: (#\\w+);`).exec(css)?.[1] ?? '') ?? [0, 0, 0];

  it('is readable wherever the pages use it, in light and dark mode (WCAG AA)', () => {
    const backgrounds: Color[][] = [
      [
        [255, 255, 255],
        [245, 247, 246],
      ],
      [
        [21, 26, 24],
        [12, 16, 15],
      ],
    ];
    assert(
      property(color, color, (one, other) => {
        const { css } = accentOf(one as unknown as Color, other as unknown as Color);
        for (const [index, scheme] of css.split('@media').entries()) {
          const accent = part(scheme, 'accent');
          const backs = [...(backgrounds[index] ?? []), part(scheme, 'soft')];
          for (const back of [...backs, part(scheme, 'on-accent')]) {
            expect(contrast(accent, back)).toBeGreaterThanOrEqual(4.5);
          }
          const strong = part(scheme, 'accent-strong');
          expect(contrast(strong, part(scheme, 'on-accent'))).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
  });

  it('is kept when it is readable, and changed with a note on its contrast otherwise', () => {
    const good = brandingOf({ LATCHKEY_ACCENT_COLOR: '#0f6b54' });
    expect(good.css).toContain(':root {--accent: #0f6b54;');
    expect(good.notes).toEqual([]);
    const bad = brandingOf({ LATCHKEY_ACCENT_COLOR: '#ffcc00, #000000' });
    expect(bad.notes).toEqual([
      expect.stringMatching(
        /^LATCHKEY_ACCENT_COLOR: #ffcc00 has a contrast of 1\.\d\d:1 on the pages' light background, and WCAG AA requires 4\.5:1\. The pages use #[0-9a-f]{6}, which has 4\.[5-9]\d:1\.$/,
      ),
      expect.stringMatching(/#000000 has a contrast of 1\.\d\d:1 on the pages' dark background/),
    ]);
  });

  it.each(['red', '#fff', '#0f6b54,', '#0f6b54,#ffffff,#000000', '#0f6b5g'])(
    'is refused as %j',
    (value) => {
      expect(faultsOf({ LATCHKEY_ACCENT_COLOR: value })).toEqual([
        expect.stringContaining('LATCHKEY_ACCENT_COLOR must be a colour such as #0f6b54'),
      ]);
    },
  );
});

describe('a logo', () => {
  it.each([
    ['an SVG', `<?xml version="1.0"?>\n<!-- ours -->\n${SVG}\n`, 'image/svg+xml'],
    ['a PNG', PNG, 'image/png'],
  ])('is accepted as %s', (_name, content, type) => {
    const LATCHKEY_LOGO = file('logo', content);
    expect(brandingOf({ LATCHKEY_VENDOR_NAME: 'N', LATCHKEY_LOGO }).logo?.type).toBe(type);
  });

  it.each([
    ['a page', '<html><svg xmlns=""></svg></html>', 'neither an SVG nor a PNG'],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'neither an SVG nor a PNG'],
    ['nothing', '', 'neither an SVG nor a PNG'],
    ['an SVG with a script', SVG.replace('<rect', '<script>1</script><rect'), 'with a script'],
    ['an SVG with a handler', SVG.replace('<rect', '<rect onload = "x"'), 'event handler'],
    ['a PNG that was cut off', PNG.subarray(0, 30), 'a PNG without a picture'],
    ['too large', SVG.replace('<rect', `<!--${'x'.repeat(262_144)}--><rect`), 'maximum is 262144'],
  ])('is refused as %s', (_name, content, why) => {
    const LATCHKEY_LOGO = file('logo', content);
    expect(faultsOf({ LATCHKEY_LOGO })).toEqual([
      expect.stringMatching(new RegExp(`^LATCHKEY_LOGO: .*logo: .*${why}`)),
    ]);
  });

  it('is refused when the file is missing or the vendor has no name', () => {
    expect(faultsOf({ LATCHKEY_LOGO: join(folder, 'absent') })).toEqual([
      expect.stringMatching(/^LATCHKEY_LOGO: .*absent cannot be read \(ENOENT/),
    ]);
    const LATCHKEY_LOGO = file('logo', SVG);
    expect(faultsOf({ LATCHKEY_LOGO, LATCHKEY_VENDOR_NAME: '' })).toEqual([
      expect.stringContaining('LATCHKEY_LOGO requires LATCHKEY_VENDOR_NAME'),
    ]);
  });
});

describe('the texts of the vendor', () => {
  const faults = (content: unknown) =>
    faultsOf({ LATCHKEY_TEXTS: file('texts.json', JSON.stringify(content)) });

  it('replace ours', () => {
    const own = { en: { 'signIn.title': 'Hello {account}' }, de: { 'page.cancel': 'Zurück' } };
    const { texts } = brandingOf({ LATCHKEY_TEXTS: file('t.json', JSON.stringify(own)) });
    expect(texts.en['signIn.title']).toBe('Hello {account}');
    expect(texts.en['page.cancel']).toBe('Cancel');
    expect(texts.de['page.cancel']).toBe('Zurück');
  });

  it.each([
    [{ en: { 'signIn.titel': 'x' } }, 'en: signIn.titel is not a text of the pages'],
    [{ en: { toString: 'x' } }, 'en: toString is not a text of the pages'],
    [{ en: { 'signIn.title': 'Hello' } }, 'en: signIn.title lacks {account}'],
    [
      { de: { 'page.cancel': 'Nein, {name}' } },
      'de: page.cancel contains {name}, which has no value',
    ],
    [{ en: { 'page.cancel': '  ' } }, 'en: page.cancel must be a text of 1 to 1000 characters'],
    [{ en: { 'page.cancel': 7 } }, 'en: page.cancel must be a text of 1 to 1000 characters'],
    [{ it: {} }, '"it" is not one of the languages en, de, fr, es, ja'],
    [{ en: 'x' }, 'en must be an object of texts'],
    [[], 'it is not a JSON object such as {"en": {"signIn.submit": "Go on"}}'],
  ])('are refused as %j', (content, fault) => {
    expect(faults(content)).toEqual([`LATCHKEY_TEXTS: ${join(folder, 'texts.json')}: ${fault}`]);
  });

  it('are refused with all faults at once', () => {
    expect(faults({ en: { a: 'x', 'signIn.title': 'Hello' }, xx: {} })).toHaveLength(3);
  });
});

describe('the support contact', () => {
  it.each([
    ['mailto:help@northwind.test', 'mailto:help@northwind.test', 'help@northwind.test'],
    ['https://northwind.test/help/', 'https://northwind.test/help/', 'northwind.test/help'],
    ['https://northwind.test', 'https://northwind.test/', 'northwind.test'],
  ])('is accepted as %s', (value, href, label) => {
    const { support } = loadConfig({ LATCHKEY_SUPPORT_CONTACT: value }).branding;
    expect(support).toEqual({ href, label });
  });

  it.each([
    'help@northwind.test',
    'http://northwind.test',
    'javascript:alert(1)',
    'mailto:',
    'mailto:a@b?cc=c@d',
  ])('is refused as %j', (value) => {
    expect(faultsOf({ LATCHKEY_SUPPORT_CONTACT: value })).toEqual([
      expect.stringContaining(
        'LATCHKEY_SUPPORT_CONTACT must be mailto:help@example.com or an https address',
      ),
    ]);
  });
});

describe('a server with all branding settings', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({
      env: {
        LATCHKEY_VENDOR_NAME: 'Northwind & Sons',
        LATCHKEY_LOGO: file('served.svg', SVG),
        LATCHKEY_ACCENT_COLOR: '#aa0000',
        LATCHKEY_SUPPORT_CONTACT: 'mailto:help@northwind.test',
        LATCHKEY_TEXTS: file(
          'served.json',
          JSON.stringify({ en: { 'page.cancel': 'No, thanks' } }),
        ),
      },
    });
  });
  afterAll(() => server.close());

  it('shows them on the sign-in page, which names account and product', async () => {
    const customer = await createCustomer(server, { kind: 'password' });
    const { response } = await new UserAgent().follow(await customer.signInUrl());
    expectPage(response, 200, 'Sign in to An account to use A product');
    expect(response.text).toMatch(/<title>.* · Northwind &amp; Sons<\/title>/);
    expect(response.text).toMatch(
      /<img class="logo" src="\/assets\/logo\?v=[\w-]{12}" alt="Northwind &amp; Sons">/,
    );
    expect(response.text).toContain('<a href="mailto:help@northwind.test">help@northwind.test</a>');
    expect(response.text).toContain('No, thanks</button>');
    expect(response.text).not.toContain('Latchkey');
    const stylesheet = /href="(\/assets\/style\.css[^"]+)"/.exec(response.text)?.[1] ?? '';
    expect((await http(server.url + stylesheet)).text).toContain('--accent: #aa0000;');
  });

  it('serves the logo as a picture that runs no scripts', async () => {
    const { logoUrl = '' } = server.deps.branding;
    const { status, headers, text } = await http(server.url + logoUrl);
    expect({ status, text }).toEqual({ status: 200, text: SVG });
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('has an icon with the first letter of the vendor', async () => {
    const { text } = await http(`${server.url}/favicon.svg`);
    expect(text).toContain('fill="#aa0000"');
    expect(text).toContain(`&#${'N'.charCodeAt(0)};</text>`);
  });
});

it('a server without a logo has no image', async () => {
  const server = await startServer();
  try {
    expect((await http(`${server.url}/assets/logo`)).status).toBe(404);
  } finally {
    await server.close();
  }
});
