import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Admission, createAdmission } from '../../src/web/admission.ts';

const BURST = 100;
const SUSTAINED = 20;

describe('createAdmission', () => {
  let time: number;
  let admission: Admission;
  let inWork: (() => void)[];
  beforeEach(() => {
    time = 0;
    inWork = [];
    admission = createAdmission(SUSTAINED, () => time);
  });

  function enter(count: number): void {
    for (let one = 0; one < count; one += 1) inWork.push(admission.enter());
  }
  /** Ends work, and the turn of the loop in which it ended. */
  async function leave(count: number): Promise<void> {
    for (const done of inWork.splice(0, count)) done();
    await setImmediate();
  }

  it('accepts a burst and refuses further requests', () => {
    enter(BURST - 1);
    expect(admission.refuses()).toBe(false);
    enter(1);
    expect(admission.refuses()).toBe(true);
  });

  it('accepts a second burst when the first is done', async () => {
    for (let round = 0; round < 3; round += 1) {
      enter(BURST);
      await leave(BURST);
    }
    expect(admission.refuses()).toBe(false);
  });

  it('counts a request until the end of the turn of the event loop', async () => {
    enter(BURST);
    for (const done of inWork.splice(0)) done();
    expect(admission.refuses()).toBe(true);
    await setImmediate();
    enter(SUSTAINED - 1);
    expect(admission.refuses()).toBe(false);
  });

  it('accepts few requests from the first refusal on', async () => {
    enter(BURST);
    expect(admission.refuses()).toBe(true);
    await leave(BURST - SUSTAINED);
    expect(admission.refuses()).toBe(true);
    await leave(1);
    enter(1);
    expect(admission.refuses()).toBe(true);
  });

  it('accepts bursts again one second after the last refusal', async () => {
    enter(BURST);
    expect(admission.refuses()).toBe(true);
    time = 900;
    expect(admission.refuses()).toBe(true);
    await leave(BURST - SUSTAINED);
    time = 1_899;
    expect(admission.refuses()).toBe(true);
    time = 2_899;
    enter(BURST - SUSTAINED);
    expect(admission.refuses()).toBe(true);
  });

  it('never accepts fewer requests than the database can serve', () => {
    const wide = createAdmission(BURST * 2, () => time);
    for (let count = 0; count < BURST * 2; count += 1) {
      expect(wide.refuses()).toBe(false);
      wide.enter();
    }
    expect(wide.refuses()).toBe(true);
  });

  it('accepts continued sign-ins up to the size of a burst', async () => {
    enter(BURST);
    expect(admission.refusesToContinue()).toBe(true);
    await leave(1);
    expect(admission.refuses()).toBe(true);
    expect(admission.refusesToContinue()).toBe(false);
  });

  it('does not count a request that waits for another server', async () => {
    enter(BURST);
    const waits = Array.from({ length: BURST }, () => Promise.withResolvers<string>());
    const waiting = waits.map(({ promise }) => admission.outside(promise));
    expect(admission.refuses()).toBe(false);
    for (const [index, { resolve, reject }] of waits.entries()) {
      if (index % 2 === 0) resolve('answered');
      else reject(new Error('unreachable'));
    }
    const results = await Promise.allSettled(waiting);
    expect(results[0]).toEqual({ status: 'fulfilled', value: 'answered' });
    expect(results[1]).toMatchObject({ status: 'rejected' });
    expect(admission.refuses()).toBe(true);
  });
});
