import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
/** 96 bits: the one length GCM uses as it is (NIST SP 800-38D, 5.2.1.1). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Keeps channels' access tokens unreadable in the database and its dumps: `<key id>.<nonce>.<ciphertext and tag>`, base64url.
 * The channel's id is authenticated with it, so that a token copied into another channel's row does not open there.
 */
export class TokenCipher {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly newest: string;

  /** 32 bytes each, newest first: the first seals, all open. */
  constructor(keys: readonly Buffer[]) {
    this.keys = new Map(keys.map((key) => [keyId(key), key]));
    const [newest] = this.keys.keys();
    if (newest === undefined) throw new Error('ENCRYPTION_KEYS lists no key');
    this.newest = newest;
  }

  encrypt(channelId: number, token: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key(this.newest), nonce, { authTagLength: TAG_BYTES }).setAAD(
      additionalData(channelId),
    );
    const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [this.newest, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** Throws where the key is gone, the row is another channel's, or a bit has changed; the error says nothing of the content. */
  decrypt(channelId: number, encrypted: string): string {
    const [id = '', nonce = '', sealedText = ''] = encrypted.split('.');
    const sealed = Buffer.from(sealedText, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, this.key(id), Buffer.from(nonce, 'base64url'), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(additionalData(channelId))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new Error('no key of ENCRYPTION_KEYS fits this token');
    return key;
  }
}

/** Names a key without telling anything about it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8);
}

function additionalData(channelId: number): Buffer {
  return Buffer.from(`channels.access_token:${channelId}`);
}
