import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, it, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { readSteps, type Step } from '../../docs/build/diagrams.ts';
import type { Grant } from '../../examples/desktop-app/sign-in.ts';
import { launchBrowser } from '../support/browser.ts';
import { BrowserUser } from '../support/browser-user.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { recordExchanges } from '../support/exchanges.ts';
import { HttpUser } from '../support/http-user.ts';
import type { User } from '../support/user.ts';
import { ERIN, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
afterEach(() => world.freeSeats());

/** Signs a person in and activates. @returns what went over the wire, in the manner of the diagrams */
async function record(user: User, grant: Grant): Promise<string[]> {
  // The provider's discovery document and keys are fetched once in ten minutes: no part of a sign-in.
  await world.activate(user, ERIN, grant);
  const end = recordExchanges({ latchkey: world.server.url, provider: world.foreign.issuer });
  await world.activate(user, ERIN, grant);
  return abstract(end()).map(write);
}

/** What the diagram says, less the words for what an answer carries, which no path or status tells. */
function drawn(grant: Grant): string[] {
  const steps = readSteps(readFileSync(`docs/diagrams/sign-in-${grant}.mmd`, 'utf8'));
  return steps.map((step) => {
    const text = step.text.replace(/^(200) .*/, '$1').replace(/^…(?:.*)…$/, '…');
    return write({ ...step, text: text.replace('/callback/acme', '/callback/initech') });
  });
}

const write = ({ from, to, text }: Step) => `${from} to ${to}: ${text}`;

/**
 * The browser’s visits to programs that are not ours are theirs to arrange: as many as there are make one step,
 * `…`, and the identity provider’s last answer another.
 */
function abstract(steps: readonly Step[]): Step[] {
  const elsewhere = ['Application', 'Identity provider'];
  const isElsewhere = ({ from, to }: Step) =>
    (from === 'Browser' && elsewhere.includes(to)) ||
    (to === 'Browser' && elsewhere.includes(from));
  return steps.flatMap((step, index) => {
    if (!isElsewhere(step)) return [nameEndpoint(step)];
    const [before, after] = [steps[index - 1], steps[index + 1]];
    const isFirst = before === undefined || !isElsewhere(before);
    const isLast = after === undefined || !isElsewhere(after);
    if (isFirst) return [{ ...step, text: '…' }];
    return isLast && step.from === 'Identity provider' ? [step] : [];
  });
}

/** Where its token endpoint stands is the provider’s choice; what is sent there is not. */
function nameEndpoint(step: Step): Step {
  if (step.from !== 'Latchkey' || step.text !== 'POST /token') return step;
  const sent = Object.keys(world.foreign.tokenRequests.at(-1) ?? {});
  const proof = sent.filter((name) => name.startsWith('code')).sort();
  return { ...step, text: `POST token (${proof.join(', ')})` };
}

const GRANTS: Grant[] = ['token', 'code'];

describe('the diagrams of the docs, over plain HTTP', () => {
  it.each(GRANTS)('show every exchange of the grant %s, in order, and no others', async (grant) => {
    expect(await record(new HttpUser(), grant)).toEqual(drawn(grant));
  });
});

describeInBrowser('the diagrams of the docs, with Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it.each(GRANTS)('show every exchange of the grant %s, in order, and no others', async (grant) => {
    const user = await BrowserUser.start(browser);
    expect(await record(user, grant)).toEqual(drawn(grant));
    await user.close();
  });
});
