import argon2 from 'argon2';
import type pg from 'pg';

const PASSWORD = 'correct horse battery';
const PHONE_NUMBER_ID = '106540352242922';
const WABA_ID = '102290129340398';

export const PHONE_NUMBER = {
  phoneNumbers: [
    { phoneNumberId: PHONE_NUMBER_ID, wabaId: WABA_ID, displayPhoneNumber: '77270000000', verifiedName: 'Shop' },
  ],
};

export interface FaultUsers {
  /** Of an operator who is a member of the channel. */
  token: string;
  /** Of an operator who is not: nothing here is theirs. */
  strangerToken: string;
}

/** An admin, an operator and a stranger. */
export async function createUsers(client: pg.Client): Promise<void> {
  const hash = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  await client.query(
    `insert into users (email, name, password_hash, role)
     values ('admin@shop.kz', 'Admin', $1, 'admin'), ('operator@shop.kz', 'Operator', $1, 'operator'), ('stranger@shop.kz', 'Stranger', $1, 'operator')`,
    [hash],
  );
}

/** Makes the channel through the API, so that its token is stored as in life. */
export async function createChannel(url: string, client: pg.Client, graphToken: string): Promise<void> {
  const admin = await logInAs(url, 'admin@shop.kz');
  const response = await fetch(`${url}/api/admin/channels`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${admin}` },
    body: JSON.stringify({
      name: 'Shop',
      phoneNumberId: PHONE_NUMBER_ID,
      wabaId: WABA_ID,
      wabaAccessToken: graphToken,
      rateClass: 'high',
    }),
  });
  if (response.status !== 201) throw new Error(`the channel was not made: ${await response.text()}`);
  await client.query(
    `insert into channel_members (channel_id, user_id) select channels.id, users.id from channels, users where email = 'operator@shop.kz'`,
  );
}

export async function signIn(url: string): Promise<FaultUsers> {
  return { token: await logInAs(url, 'operator@shop.kz'), strangerToken: await logInAs(url, 'stranger@shop.kz') };
}

/** An access token of one of the users, all of whom have the same password. */
export async function logInAs(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  const { accessToken } = (await response.json()) as { accessToken?: string };
  if (accessToken === undefined) throw new Error(`${email} could not sign in: ${response.status}`);
  return accessToken;
}
