import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { createWorld } from './world.ts';

/** The tests of an operation, for one instance or, with a `startWorld` of its own, for several. */
type DescribeSuite = (startWorld?: typeof createWorld) => void;

const folder = join(import.meta.dirname, 'suites');

/** What the files of `suites` export, save those that are files of tests themselves. */
export const suites: readonly DescribeSuite[] = (
  await Promise.all(
    readdirSync(folder)
      .filter((file) => !file.endsWith('.test.ts'))
      .map(async (file) =>
        Object.values((await import(join(folder, file))) as Record<string, DescribeSuite>),
      ),
  )
).flat();
