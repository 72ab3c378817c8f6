import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutationsOf } from '../support/mutations.js';
import { PHONE_NUMBER_ID, startTestDesk, type TestDesk } from '../support/test-desk.js';

interface Channel {
  id: number;
  phoneNumberId: string;
  displayPhoneNumber: string | null;
  quality: string | null;
  messagingLimit: string | null;
  nameStatus: string | null;
  accountStatus: string | null;
}

const WABA = '102290129340398';
const AT = 1_772_360_000;

describe('what Meta tells of numbers and accounts', () => {
  let desk: TestDesk;
  let admin: string;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' } });
    admin = (await desk.app.signedIn({ role: 'admin' })).token;
  });
  afterAll(() => desk.close());

  const tell = async (field: string, value: unknown, time: number | undefined = AT, waba = WABA): Promise<void> => {
    const entry = [{ id: waba, ...(time === 0 ? {} : { time }), changes: [{ field, value }] }];
    expect(await desk.post(JSON.stringify({ object: 'whatsapp_business_account', entry }))).toBe(200);
    await desk.settled();
  };
  const channel = async (phoneNumberId = PHONE_NUMBER_ID): Promise<Channel | undefined> => {
    const { body } = await desk.get<{ channels: Channel[] }>('/api/admin/channels', admin);
    return body.channels.find((one) => one.phoneNumberId === phoneNumberId);
  };
  const events = (): Promise<{ type: string; data: object }[]> =>
    desk.app.rows(`select type, data from events where type like 'channel.%' order by tx, id`);
  const dead = (): Promise<number> => desk.count(`webhook_inbox where state = 'dead'`);

  it('stands on the channel, in order of Meta’s time, and is announced once', async () => {
    expect(await channel()).toMatchObject({ displayPhoneNumber: '77270000000', quality: null, messagingLimit: null });
    const flagged = { display_phone_number: '77270000000', event: 'FLAGGED', current_limit: 'TIER_2K' };
    await tell('phone_number_quality_update', flagged, AT + 10);
    await Promise.all([1, 2, 3].map(() => tell('phone_number_quality_update', flagged, AT + 10)));
    await tell('phone_number_quality_update', { display_phone_number: '77270000000', event: 'UNFLAGGED' }, AT + 5);
    expect(await channel()).toMatchObject({ quality: 'flagged', messagingLimit: 'TIER_2K' });
    expect(await events()).toEqual([
      {
        type: 'channel.quality_changed',
        data: { quality: 'flagged', messagingLimit: 'TIER_2K', nameStatus: null, accountStatus: null },
      },
    ]);
    expect(await desk.count('channel_changes')).toBe(2);
  });

  it('may speak of the name, and of the whole account', async () => {
    await tell('phone_number_name_update', { display_phone_number: '77270000000', decision: 'APPROVED' }, AT + 20);
    await tell('business_capability_update', { max_daily_conversation_per_phone: 10_000 }, AT + 21);
    expect(await channel()).toMatchObject({ nameStatus: 'APPROVED', messagingLimit: '10000' });
    const count = (await events()).length;
    await tell('account_alerts', { alert_type: 'OBA_APPROVED', alert_severity: 'INFORMATIONAL' }, AT + 22);
    expect(await desk.count(`channel_changes where field = 'account_alerts'`)).toBe(1);
    expect(await events()).toHaveLength(count);
  });

  it('tells when nothing goes in or out any more, and when it does again', async () => {
    await tell('account_update', { event: 'PARTNER_REMOVED', waba_info: { waba_id: WABA } }, AT + 30);
    expect(await channel()).toMatchObject({ accountStatus: 'disconnected' });
    await tell('account_update', { event: 'ACCOUNT_RECONNECTED' }, AT + 31);
    expect(await channel()).toMatchObject({ accountStatus: 'active' });
    expect((await events()).slice(-2).map(({ type }) => type)).toEqual([
      'channel.disconnected',
      'channel.quality_changed',
    ]);
  });

  it('concerns the number it names, and no account of others', async () => {
    await desk.app.createChannel({ phoneNumberId: '106540352242999', wabaId: WABA });
    await tell('phone_number_quality_update', { display_phone_number: '77270000000', event: 'UNFLAGGED' }, AT + 40);
    expect(await channel()).toMatchObject({ quality: 'ok' });
    expect(await channel('106540352242999')).toMatchObject({ quality: null });
    const [before, changes] = [await dead(), await desk.count('channel_changes')];
    await tell('account_update', { event: 'ACCOUNT_DELETED' }, AT + 41, '999');
    expect([await dead(), await desk.count('channel_changes')]).toEqual([before, changes]);
    expect(await channel()).toMatchObject({ accountStatus: 'active' });
  });

  it('is listed for those who lead the channel, the last told first, page by page', async () => {
    const supervisor = await desk.app.signedIn({ role: 'supervisor' });
    const path = `/api/admin/channels/${desk.fixture.channelId}/changes`;
    type Page = { changes: { id: number; field: string; occurredAt: string }[]; nextCursor: string | null };
    const hidden = await desk.get(path, supervisor.token);
    const missing = await desk.get('/api/admin/channels/999999/changes', supervisor.token);
    expect([hidden.status, hidden.body['code'], missing.status]).toEqual([404, 'CHANNEL_NOT_FOUND', 404]);
    expect((await desk.get(path)).status).toBe(403);
    await desk.app.addMember({ id: desk.fixture.channelId }, supervisor);
    const whole = await desk.get<Page>(path, supervisor.token);
    expect(whole.headers.get('event-id')).not.toBeNull();
    expect(whole.body.changes.at(-1)).toEqual({
      id: expect.any(Number),
      field: 'phone_number_quality_update',
      event: 'FLAGGED',
      sets: { quality: 'flagged', messagingLimit: 'TIER_2K', nameStatus: null, accountStatus: null },
      details: { display_phone_number: '77270000000', event: 'FLAGGED', current_limit: 'TIER_2K' },
      occurredAt: new Date((AT + 10) * 1000).toISOString(),
      receivedAt: expect.any(String),
    });
    expect(whole.body.changes).toHaveLength(
      await desk.count(`channel_changes where channel_id = ${desk.fixture.channelId}`),
    );
    const ids: number[] = [];
    let page: Page | undefined;
    do {
      const cursor = page === undefined ? '' : `&cursor=${page.nextCursor}`;
      page = (await desk.get<Page>(`${path}?limit=2${cursor}`, admin)).body;
      ids.push(...page.changes.map(({ id }) => id));
    } while (page.nextCursor !== null);
    expect(ids).toEqual(whole.body.changes.map(({ id }) => id));
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    for (const bad of ['cursor=YWZ0ZXI6MQ%3D', 'limit=0', 'limit=101', 'field=x']) {
      expect((await desk.get(`${path}?${bad}`, admin)).status).toBe(400);
    }
  });

  it('takes pieces that are missing, wrong or unknown', async () => {
    const before = await dead();
    const values = [
      { display_phone_number: '77270000000', event: 'DOWNGRADE', current_limit: 'TIER_250' },
      {
        event: 'DISABLED_UPDATE',
        ban_info: { waba_ban_state: ['DISABLE'], waba_ban_date: 'x' },
        restriction_info: [{ a: 1 }],
      },
    ];
    for (const field of [
      'phone_number_quality_update',
      'account_update',
      'business_capability_update',
      'account_alerts',
      'security',
    ]) {
      const changes = values.flatMap(mutationsOf).map((value) => ({ field, value }));
      const entry = [{ id: WABA, time: AT - 1000, changes }];
      expect(await desk.post(JSON.stringify({ object: 'whatsapp_business_account', entry }))).toBe(200);
      await desk.settled();
    }
    expect(await dead()).toBe(before);
    expect(await channel()).toMatchObject({ quality: 'ok' });
  });
});
