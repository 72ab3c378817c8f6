import { SecretCipher } from '../common/secret-cipher.js';

/** Keeps channels' access tokens unreadable in the database; a token copied into another channel's row does not open there. */
export class TokenCipher {
  private readonly cipher: SecretCipher;

  /** 32 bytes each, newest first: the first seals, all open. */
  constructor(keys: readonly Buffer[]) {
    this.cipher = new SecretCipher(keys);
  }

  encrypt(channelId: number, token: string): string {
    return this.cipher.encrypt(placeOf(channelId), token);
  }

  /** Throws where the key is gone, the row is another channel's, or a bit has changed; the error says nothing of the content. */
  decrypt(channelId: number, encrypted: string): string {
    return this.cipher.decrypt(placeOf(channelId), encrypted);
  }
}

function placeOf(channelId: number): string {
  return `channels.access_token:${channelId}`;
}
