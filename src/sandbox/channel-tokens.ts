import { DataSource, In, IsNull, Not } from 'typeorm';
import { Channel } from '../channels/channel.entity.js';
import { TokenCipher } from '../channels/token-cipher.js';
import { DEMO_NUMBERS } from './seed/demo-people.js';

/** Gives the demo channels a token that works where nobody can read theirs any more: `secrets.json` was lost. */
export async function repairChannelTokens(
  dataSource: DataSource,
  cipher: TokenCipher,
  graphToken: string,
): Promise<void> {
  const repository = dataSource.getRepository(Channel);
  const phoneNumberId = In(DEMO_NUMBERS.map((number) => number.phoneNumberId));
  for (const { id, accessTokenEncrypted } of await repository.findBy({
    phoneNumberId,
    accessTokenEncrypted: Not(IsNull()),
  })) {
    if (canDecrypt(cipher, id, accessTokenEncrypted ?? '')) continue;
    await repository.update({ id }, { accessTokenEncrypted: cipher.encrypt(id, graphToken) });
  }
}

function canDecrypt(cipher: TokenCipher, channelId: number, encrypted: string): boolean {
  try {
    cipher.decrypt(channelId, encrypted);
    return true;
  } catch {
    return false;
  }
}
