import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type * as JestGlobals from '@jest/globals';
import type jestRuntime from 'jest-runtime';
import { useGlobals } from './globals.ts';

const require = createRequire(import.meta.url);
const { default: JestRuntime } = require('jest-runtime') as typeof jestRuntime;
let suites = 0;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: new URL('globals.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});

/**
 * Has Node.js itself load the tests and what they import, once for all suites of a worker. Jest's own runtime loads
 * everything anew for each suite in a context of its own, which takes two seconds where a server is among it.
 * So what a module keeps outlives a suite: only what never changes, and caches, may stand at the top of one.
 */
// eslint-disable-next-line no-restricted-syntax -- Jest looks for it
export default class NativeRuntime extends JestRuntime {
  readonly #globals: typeof globalThis & Record<string, unknown>;

  constructor(...given: ConstructorParameters<typeof JestRuntime>) {
    super(...given);
    this.#globals = given[1].global;
  }

  override unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as Jest declares it
  override requireInternalModule<T>(from: string, to?: string): T {
    if (to !== undefined || !from.endsWith('jestAdapterInit.js')) {
      return super.requireInternalModule(from, to);
    }
    // The tests of a suite are gathered by the framework: a new one for each, but of the realm of the tests.
    Reflect.deleteProperty(require.cache, from);
    Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
    return require(from) as T;
  }

  override async unstable_importModule(path: string): Promise<unknown> {
    useGlobals(this.requireModuleOrMock<typeof JestGlobals>(path, '@jest/globals'));
    const { console, testDatabase } = this.#globals;
    Object.assign(globalThis, { console, testDatabase, testPath: path });
    suites += 1;
    return import(`${pathToFileURL(path).href}?suite=${suites}`);
  }
}
