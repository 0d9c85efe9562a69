import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Where a sealed text is kept. It can be opened there and nowhere else. */
export interface Place {
  readonly table: string;
  readonly column: string;
  /** The row's id. */
  readonly row: string | number;
}

/** Seals the secrets that are kept in the database, and opens them again. */
export interface Sealing {
  /** Names the key that seals now. */
  readonly keyId: string;
  /** Names the keys that open: the one that seals first. */
  readonly keyIds: readonly string[];
  /** Reads the secret keys anew. @throws what reading them throws; those there were count on */
  refresh(): void;
  seal(text: string, place: Place): string;
  /** @throws SealingError where the text is not as it was sealed, for this place and with a key we have */
  open(sealed: string, place: Place): string;
}

/** A sealed text that cannot be opened. Says where it is kept and why, and nothing of what is in it. */
export class SealingError extends Error {
  constructor({ table, column, row }: Place, why: string) {
    super(`${table}.${column} of row ${row} cannot be opened: ${why}`);
    this.name = 'SealingError';
  }
}

interface SealingKey {
  readonly id: string;
  readonly key: KeyObject;
}

const CIPHER = 'aes-256-gcm';
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const FORM = /^v1\.([0-9a-f]{16})\.([\w-]{16})\.([\w-]{22,})$/;

/**
 * AES-256-GCM (NIST SP 800-38D) with random nonces; table, column and row are the additional data. A sealed text is
 * `v1.<key id>.<nonce>.<ciphertext and tag>`, in hex and base64url.
 * @param readKeys the secret keys: the first seals, all open. Asked again when a text names a key that was not
 *   among them, so that a key may be added while the server runs.
 */
export function createSealing(readKeys: () => readonly KeyObject[]): Sealing {
  let keys = readKeys().map(deriveKey);
  const first = () => {
    if (keys[0] === undefined) throw new Error('there is no secret key');
    return keys[0];
  };
  const refresh = () => {
    keys = readKeys().map(deriveKey);
  };
  const find = (id: string) => keys.find((one) => one.id === id)?.key;

  return {
    get keyId() {
      return first().id;
    },

    get keyIds() {
      return keys.map(({ id }) => id);
    },

    refresh,

    seal(text, place) {
      const { id, key } = first();
      const nonce = randomBytes(NONCE_LENGTH);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(additionalData(place));
      const sealed = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return `v1.${id}.${nonce.toString('base64url')}.${Buffer.concat(sealed).toString('base64url')}`;
    },

    open(sealed, place) {
      const [, id = '', nonce = '', rest = ''] = FORM.exec(sealed) ?? [];
      if (id === '') throw new SealingError(place, 'it is not sealed');
      if (find(id) === undefined) refresh();
      const key = find(id);
      if (key === undefined) {
        throw new SealingError(place, `it is sealed with the key ${id}, which is not here`);
      }
      const bytes = Buffer.from(rest, 'base64url');
      const end = bytes.length - TAG_LENGTH;
      const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_LENGTH,
      })
        .setAAD(additionalData(place))
        .setAuthTag(bytes.subarray(end));
      try {
        // The last character of base64url has idle bits; a text has one spelling only.
        if (bytes.toString('base64url') !== rest) throw new Error('another spelling');
        return decipher.update(bytes.subarray(0, end), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SealingError(place, 'it was changed, or moved from another place');
      }
    },
  };
}

/** Which key a text is sealed with; undefined where it is not sealed. */
export function keyIdOf(sealed: string): string | undefined {
  return FORM.exec(sealed)?.[1];
}

/** The id names the secret key without giving it away; what seals is derived from it (RFC 5869), for this alone. */
function deriveKey(secretKey: KeyObject): SealingKey {
  const id = createHash('sha256').update(secretKey.export()).digest('hex').slice(0, 16);
  const derived = hkdfSync('sha256', secretKey, '', 'latchkey/sealing', 32);
  return { id, key: createSecretKey(Buffer.from(derived)) };
}

/** No two places share it: names of tables and columns have no dots. */
function additionalData({ table, column, row }: Place): Buffer {
  return Buffer.from(`${table}.${column}.${row}`);
}
