import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { Branding } from './pages/branding/branding.ts';
import type { Store } from './store/store.ts';

/** What the parts of the server are given. Made once, in `server.ts`; tests make their own. */
export interface Deps {
  readonly config: Config;
  readonly store: Store;
  readonly keys: KeyRing;
  readonly branding: Branding;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Aborted once the server is asked to end. */
  readonly stopping: AbortSignal;
}
