import type { Role } from '../../../src/auth/domain/role.js';
import { SCOPES, type Scope } from '../../../src/auth/domain/scopes.js';
import type { TestUser } from '../test-app.js';
import type { TestDesk } from '../test-desk.js';

/** Which of two channels somebody works in: `home` is the desk's own, where operators see their own chats and nobody's. */
export type Place = 'home' | 'away';

/** Each has its own account, and so its own templates; the first is the desk's. */
export const WABA_IDS: Readonly<Record<Place, string>> = { home: '102290129340398', away: '202290129340398' };

export interface Caller {
  name: string;
  /** Undefined for those who are not signed in. */
  user: TestUser | undefined;
  token: string | undefined;
  place: Place | undefined;
  /** Of an API key. */
  scopes: readonly Scope[] | undefined;
}

export interface Cast {
  strangers: Caller[];
  people: Record<
    'assignee' | 'member' | 'foreigner' | 'supervisor' | 'foreignSupervisor' | 'admin',
    Caller & { user: TestUser }
  >;
  keys: Caller[];
  awayChannelId: number;
}

export async function makeMatrixCast(desk: TestDesk): Promise<Cast> {
  const { app, fixture } = desk;
  const away = await app.createChannel({
    name: 'AWAY-CHANNEL',
    wabaId: WABA_IDS.away,
    accessPolicy: 'own_and_unassigned',
  });
  const channels: Record<Place, number> = { home: fixture.channelId, away: away.id };
  const person = async (name: string, role: Role, place?: Place): Promise<Caller & { user: TestUser }> => {
    const user = await app.signedIn({ role, name: `NAME-${name}`, email: `${name.toLowerCase()}@example.com` });
    if (place !== undefined) await app.addMember({ id: channels[place] }, user);
    return { name, user, token: user.token, place, scopes: undefined };
  };
  const people = {
    assignee: await person('assignee', 'operator', 'home'),
    member: await person('member', 'operator', 'home'),
    foreigner: await person('foreigner', 'operator', 'away'),
    supervisor: await person('supervisor', 'supervisor', 'home'),
    foreignSupervisor: await person('foreignSupervisor', 'supervisor', 'away'),
    admin: await person('admin', 'admin'),
  };
  const disabled = await person('disabled', 'admin', 'home');
  await app.rows('update users set disabled_at = now() where id = $1', [disabled.user.id]);
  const strangers: Caller[] = [
    { name: 'nobody', user: undefined, token: undefined, place: undefined, scopes: undefined },
    { name: 'garbage', user: undefined, token: 'garbage', place: undefined, scopes: undefined },
    { name: 'no key', user: undefined, token: `wak_${'0'.repeat(43)}`, place: undefined, scopes: undefined },
    { ...disabled, user: undefined },
  ];
  return { strangers, people, keys: await makeKeys(desk, people), awayChannelId: away.id };
}

async function makeKeys(desk: TestDesk, people: Cast['people']): Promise<Caller[]> {
  const { assignee, foreigner, foreignSupervisor, admin } = people;
  const make = async (owner: Caller, scopes: readonly Scope[], suffix = ''): Promise<Caller> => {
    const body = { name: 'Matrix', userId: owner.user?.id, scopes, requestsPerMinute: 1_000_000 };
    const answer = await desk.app.call<{ key: string }>('POST', '/api/admin/api-keys', {
      ...(admin.token === undefined ? {} : { token: admin.token }),
      body,
    });
    const token = answer.body.key;
    // It notes its first use, so that nothing it does later counts as a change.
    await desk.get('/api/auth/me', token);
    return { ...owner, name: `key of ${owner.name}${suffix}`, token, scopes };
  };
  const whole: Caller[] = [];
  for (const owner of [assignee, foreigner, foreignSupervisor, admin]) whole.push(await make(owner, SCOPES));
  for (const missing of SCOPES) {
    const rest = SCOPES.filter((scope) => scope !== missing);
    whole.push(await make(assignee, rest, ` without ${missing}`));
  }
  return whole;
}
