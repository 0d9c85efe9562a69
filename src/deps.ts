import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { Branding } from './pages/branding/branding.ts';
import type { Store } from './store/store.ts';

/** What the parts of the server need. Created once, in `server.ts`; tests create their own. */
export interface Deps {
  readonly config: Config;
  readonly store: Store;
  readonly keys: KeyRing;
  readonly branding: Branding;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal;
}
