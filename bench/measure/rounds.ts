import type { Server } from '../contenders/server.ts';
import type { Generator, Load } from './load.ts';
import { cpuOf } from './usage.ts';

/** What a contender did in a round. */
export interface Round {
  readonly perSecond: number;
  /** Milliseconds; null where single requests are not seen. */
  readonly p50: number | null;
  readonly p99: number | null;
  /** CPU time of one request in microseconds: of the thread that runs JavaScript, and of all threads. */
  readonly mainMicros: number;
  readonly allMicros: number;
}

/** Somebody who can work for a number of seconds. */
export interface Contender {
  work(seconds: number): Promise<Round>;
}

/** How long contenders work. */
export interface Plan {
  readonly rounds: number;
  /** Of each contender in a round. */
  readonly seconds: number;
  /** Before the first round. */
  readonly warmUp: number;
}

/** Two contenders in the same rounds. */
export interface Comparison {
  /** The median of the ratios of the rounds, so that a slow minute of the machine counts for both. */
  readonly ratio: number;
  readonly ours: Round;
  readonly theirs: Round;
}

/** A server that answers a load. */
export function served({ pid, forgetLog }: Server, load: Load, generate: Generator): Contender {
  return {
    async work(seconds) {
      const before = cpuOf(pid);
      const { requests, seconds: took, p50, p99 } = await generate(load, seconds);
      const after = cpuOf(pid);
      forgetLog();
      return {
        perSecond: requests / took,
        p50,
        p99,
        mainMicros: ((after.main - before.main) / requests) * 1e6,
        allMicros: ((after.all - before.all) / requests) * 1e6,
      };
    },
  };
}

/** Lets two contenders work in turn, after a warm-up. */
export async function compare(
  ours: Contender,
  theirs: Contender,
  { rounds, seconds, warmUp }: Plan,
): Promise<Comparison> {
  await theirs.work(warmUp);
  await ours.work(warmUp);
  const pairs: { ours: Round; theirs: Round }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const their = await theirs.work(seconds);
    pairs.push({ theirs: their, ours: await ours.work(seconds) });
  }
  return {
    ratio: median(pairs.map((pair) => pair.ours.perSecond / pair.theirs.perSecond)),
    ours: middle(pairs.map((pair) => pair.ours)),
    theirs: middle(pairs.map((pair) => pair.theirs)),
  };
}

/** The median of each number. */
function middle(rounds: readonly Round[]): Round {
  const of = (name: 'perSecond' | 'mainMicros' | 'allMicros') =>
    median(rounds.map((round) => round[name]));
  const ofLatency = (name: 'p50' | 'p99') => {
    const known = rounds.map((round) => round[name]).filter((value) => value !== null);
    return known.length === 0 ? null : median(known);
  };
  return {
    perSecond: of('perSecond'),
    p50: ofLatency('p50'),
    p99: ofLatency('p99'),
    mainMicros: of('mainMicros'),
    allMicros: of('allMicros'),
  };
}

/** @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  return (low + high) / 2;
}
