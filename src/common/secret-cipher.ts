import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
/** 96 bits: the one length GCM uses as it is (NIST SP 800-38D, 5.2.1.1). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Keeps secrets unreadable in the database and its dumps: `<key id>.<nonce>.<ciphertext and tag>`, base64url. The place a secret stands
 * in, such as `channels.access_token:7`, is authenticated with it, so that one copied into another row does not open there.
 */
export class SecretCipher {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly newest: string;

  /** 32 bytes each, newest first: the first seals, all open. */
  constructor(keys: readonly Buffer[]) {
    this.keys = new Map(keys.map((key) => [keyId(key), key]));
    const [newest] = this.keys.keys();
    if (newest === undefined) throw new Error('ENCRYPTION_KEYS lists no key');
    this.newest = newest;
  }

  encrypt(place: string, secret: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key(this.newest), nonce, { authTagLength: TAG_BYTES }).setAAD(
      Buffer.from(place),
    );
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [this.newest, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** Throws where the key is gone, it stands in another place, or a bit has changed; the error says nothing of the content. */
  decrypt(place: string, encrypted: string): string {
    const [id = '', nonce = '', sealedText = ''] = encrypted.split('.');
    const sealed = Buffer.from(sealedText, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, this.key(id), Buffer.from(nonce, 'base64url'), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new Error('no key of ENCRYPTION_KEYS fits this secret');
    return key;
  }
}

/** Names a key without telling anything about it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8);
}
