import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateJwk } from '../security/new-secret.ts';
import type { Purpose } from '../rules/key-schedule.ts';

/** A key of the time when keys were files in the data directory. */
export interface KeyInFile {
  readonly purpose: Purpose;
  readonly secret: string;
  /** Where the key has a name already. */
  readonly kid?: string;
}

const names = ['response-key.pem', 'openid-key.json', 'secrets.json'] as const;

/** The keys that are in files of a data directory. */
export function readKeyFiles(dataDir: string): KeyInFile[] {
  return names.flatMap((name) => {
    const file = join(dataDir, name);
    return existsSync(file) ? keysIn(name, readFileSync(file, 'utf8')) : [];
  });
}

/** Deletes those of the files all of whose keys are kept elsewhere. */
export function deleteKeyFiles(dataDir: string, isKept: (key: KeyInFile) => boolean): void {
  for (const name of names) {
    const file = join(dataDir, name);
    if (!existsSync(file)) continue;
    if (keysIn(name, readFileSync(file, 'utf8')).every(isKept)) rmSync(file, { force: true });
  }
}

function keysIn(name: (typeof names)[number], text: string): KeyInFile[] {
  switch (name) {
    case 'response-key.pem':
      return [{ purpose: 'response', secret: text }];
    case 'openid-key.json': {
      const { kid = '' } = JSON.parse(text) as PrivateJwk;
      return [{ purpose: 'openid', secret: text, kid }];
    }
    case 'secrets.json': {
      const { cookies, sealing } = JSON.parse(text) as { cookies: string; sealing: string };
      return [
        { purpose: 'cookies', secret: cookies },
        { purpose: 'binding', secret: sealing },
      ];
    }
  }
}
