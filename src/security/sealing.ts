import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Where a sealed text is stored. It cannot be opened for another place. */
export interface Place {
  readonly table: string;
  readonly column: string;
  /** The row's id. */
  readonly row: string | number;
}

/** Encrypts the secrets that are stored in the database, and decrypts them. */
export interface Sealing {
  /** The id of the key that seals. */
  readonly keyId: string;
  /** The ids of all keys. The first key seals. */
  readonly keyIds: readonly string[];
  /** Reads the secret keys again. @throws what `readKeys` throws; then the previous keys stay in use */
  refresh(): void;
  seal(text: string, place: Place): string;
  /** @throws SealingError when the text was changed, sealed for another place, or sealed with a key that is not here */
  open(sealed: string, place: Place): string;
}

/** A sealed text cannot be opened. The message has the place and the reason, and nothing of the text. */
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
 * Seals with AES-256-GCM (NIST SP 800-38D) and random nonces. Table, column and row are the additional data. A sealed text
 * is `v1.<key id>.<nonce>.<ciphertext and tag>`, in hex and base64url.
 * @param readKeys returns the secret keys: the first seals, all open. Called again when a text names an unknown key, so
 *   that a key can be added while the server runs.
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
        // The last character of base64url has unused bits. Only one value of them is accepted.
        if (bytes.toString('base64url') !== rest) throw new Error('another spelling');
        return decipher.update(bytes.subarray(0, end), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SealingError(place, 'it was changed, or moved from another place');
      }
    },
  };
}

/** The id of the key that sealed a text; undefined when the text is not sealed. */
export function keyIdOf(sealed: string): string | undefined {
  return FORM.exec(sealed)?.[1];
}

/** Derives the encryption key (HKDF, RFC 5869) and the key id, a hash that does not reveal the key. */
function deriveKey(secretKey: KeyObject): SealingKey {
  const id = createHash('sha256').update(secretKey.export()).digest('hex').slice(0, 16);
  const derived = hkdfSync('sha256', secretKey, '', 'latchkey/sealing', 32);
  return { id, key: createSecretKey(Buffer.from(derived)) };
}

/** Different for all places, as names of tables and columns have no dots. */
function additionalData({ table, column, row }: Place): Buffer {
  return Buffer.from(`${table}.${column}.${row}`);
}
