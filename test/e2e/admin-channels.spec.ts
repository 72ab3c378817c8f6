import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChannelsService } from '../../src/channels/channels.service.js';
import { codeOf, sortedStatuses } from '../support/code-of.js';
import { ApiAnswer, startTestApp, TEST_NOW, TestApp, TestUser } from '../support/test-app.js';

type SignedIn = TestUser & { token: string };

const CHANNEL_KEYS = [
  'accessPolicy',
  'accountStatus',
  'createdAt',
  'displayPhoneNumber',
  'hasAccessToken',
  'id',
  'messagingLimit',
  'name',
  'nameStatus',
  'paused',
  'phoneNumberId',
  'quality',
  'rateClass',
  'reach',
  'readReceipts',
  'wabaId',
];
const WABA_TOKEN = 'EAAGm0PX4ZCpsBAcanary';

describe('/api/admin/channels', () => {
  let test: TestApp;
  let admin: SignedIn;

  beforeAll(async () => {
    test = await startTestApp();
    admin = await test.signedIn({ role: 'admin', email: 'admin@example.com' });
  });

  afterAll(async () => {
    await test?.close();
  });

  const as = <T = Record<string, unknown>>(
    token: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<ApiAnswer<T>> =>
    test.call<T>(method, `/api/admin${path}`, { token, ...(body === undefined ? {} : { body }) });
  const asAdmin = <T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> =>
    as<T>(admin.token, method, path, body);

  const auditOf = (requestedAction: string): Promise<Record<string, unknown>[]> =>
    test.rows('select * from audit_log where action = $1 order by id desc limit 1', [requestedAction]);

  describe('channels', () => {
    const channel = { name: 'Shop', phoneNumberId: '106540352242922', wabaId: '102290129340398' };

    it('creates one, whose token is never shown and unreadable in the database', async () => {
      const { status, body, text } = await asAdmin('POST', '/channels', { ...channel, wabaAccessToken: WABA_TOKEN });
      expect(status).toBe(201);
      expect(Object.keys(body).sort()).toEqual(CHANNEL_KEYS);
      expect(body).toMatchObject({
        ...channel,
        hasAccessToken: true,
        rateClass: 'standard',
        accessPolicy: 'all_chats',
        readReceipts: 'on_read',
        createdAt: TEST_NOW,
      });
      const list = await asAdmin('GET', '/channels');
      expect(Object.keys(list.body)).toEqual(['channels']);
      expect(list.body['channels']).toContainEqual(body);
      expect(text + list.text).not.toContain(WABA_TOKEN);
      const dump = JSON.stringify([
        await test.rows('select * from channels'),
        await test.rows('select * from audit_log'),
      ]);
      expect(dump).not.toContain(WABA_TOKEN);
      const service = test.app.get(ChannelsService, { strict: false });
      await expect(service.credentialsOf(Number(body['id']))).resolves.toEqual({
        phoneNumberId: channel.phoneNumberId,
        wabaId: channel.wabaId,
        accessToken: WABA_TOKEN,
        rateClass: 'standard',
      });
      await expect(service.findByPhoneNumberIds([channel.phoneNumberId, '1'])).resolves.toEqual(
        new Map([[channel.phoneNumberId, body['id']]]),
      );
      expect((await auditOf('channel.created'))[0]).toMatchObject({
        actor_user_id: admin.id,
        details: { ...channel, tokenSet: true },
      });
    });

    it('changes one: the token is replaced, kept or taken away', async () => {
      const { id } = await test.createChannel();
      const service = test.app.get(ChannelsService, { strict: false });
      const token = async (): Promise<string | null> => (await service.credentialsOf(id)).accessToken;
      const patch = async (body: unknown): Promise<unknown> => (await asAdmin('PATCH', `/channels/${id}`, body)).body;
      expect(await token()).toBeNull();
      expect(await patch({ wabaAccessToken: WABA_TOKEN, name: 'Other' })).toMatchObject({
        hasAccessToken: true,
        name: 'Other',
      });
      expect(await token()).toBe(WABA_TOKEN);
      const change = { wabaId: '7', rateClass: 'high', accessPolicy: 'own_and_unassigned', readReceipts: 'never' };
      expect(await patch(change)).toMatchObject({ ...change, hasAccessToken: true, name: 'Other' });
      expect(await token()).toBe(WABA_TOKEN);
      expect(await patch({ wabaAccessToken: null })).toMatchObject({ hasAccessToken: false });
      expect(await token()).toBeNull();
      expect((await auditOf('channel.updated'))[0]?.['details']).toEqual({ tokenSet: false });
    });

    it('has each number once, also of 5 at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => asAdmin('POST', '/channels', { ...channel, phoneNumberId: '42' })),
      );
      expect(sortedStatuses(answers)).toEqual([201, 409, 409, 409, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'PHONE_NUMBER_ID_TAKEN' });
    });

    it.each([
      ['no name', { name: undefined }],
      ['a phoneNumberId with a plus', { phoneNumberId: '+77010000000' }],
      ['a phoneNumberId that is a number', { phoneNumberId: 106_540_352 }],
      ['a phoneNumberId of 33 digits', { phoneNumberId: '1'.repeat(33) }],
      ['a wabaId with letters', { wabaId: '12a' }],
      ['an empty wabaId', { wabaId: '' }],
      ['digits of another script', { wabaId: '１２' }],
      ['an empty token', { wabaAccessToken: '' }],
      ['a token with a line break', { wabaAccessToken: 'EAA\r\nX-Evil: 1' }],
      ['a token that is null', { wabaAccessToken: null }],
      ['an unknown rate class', { rateClass: 'fast' }],
      ['an unknown policy', { accessPolicy: 'none' }],
      ['an unknown policy of receipts', { readReceipts: 'always' }],
      ['an id', { id: 5 }],
      ['hasAccessToken', { hasAccessToken: true }],
      ['the encrypted token', { accessTokenEncrypted: 'x' }],
    ])('refuses %s', async (_, change) => {
      expect(await codeOf(asAdmin('POST', '/channels', { ...channel, phoneNumberId: '43', ...change }))).toEqual([
        400,
        'VALIDATION',
      ]);
    });

    it('refuses to change the number, and does not find what is not there', async () => {
      const { id } = await test.createChannel();
      expect(await codeOf(asAdmin('PATCH', `/channels/${id}`, { phoneNumberId: '44' }))).toEqual([400, 'VALIDATION']);
      expect(await codeOf(asAdmin('PATCH', `/channels/${id}`, { wabaAccessToken: 5 }))).toEqual([400, 'VALIDATION']);
      expect(await codeOf(asAdmin('PATCH', '/channels/999999', { name: 'X' }))).toEqual([404, 'CHANNEL_NOT_FOUND']);
      await expect(test.app.get(ChannelsService, { strict: false }).credentialsOf(999_999)).rejects.toMatchObject({
        code: 'CHANNEL_NOT_FOUND',
      });
    });
  });

  describe('members', () => {
    it('come and go, any number of times', async () => {
      const [channel, user] = [await test.createChannel({ name: 'Members' }), await test.signedIn()];
      const path = `/channels/${channel.id}/members`;
      const { id, email, name, role } = user;
      const channels = async (): Promise<unknown> =>
        (await test.call('GET', '/api/auth/me', { token: user.token })).body['channels'];
      for (let times = 0; times < 2; times += 1) {
        const { status, text } = await asAdmin('PUT', `${path}/${user.id}`);
        expect([status, text]).toEqual([204, '']);
      }
      expect((await asAdmin('GET', path)).body).toEqual({ members: [{ id, email, name, role }] });
      expect(await channels()).toEqual([{ id: channel.id, name: 'Members' }]);
      for (let times = 0; times < 2; times += 1) {
        expect((await asAdmin('DELETE', `${path}/${user.id}`)).status).toBe(204);
      }
      expect((await asAdmin('GET', path)).body).toEqual({ members: [] });
      expect(await channels()).toEqual([]);
      expect((await auditOf('channel.member_removed'))[0]).toMatchObject({
        object_id: String(channel.id),
        details: { userId: user.id },
      });
    });

    it('says which of the two is missing', async () => {
      const [channel, user] = [await test.createChannel(), await test.createUser()];
      expect(await codeOf(asAdmin('PUT', `/channels/${channel.id}/members/999999`))).toEqual([404, 'USER_NOT_FOUND']);
      expect(await codeOf(asAdmin('PUT', `/channels/999999/members/${user.id}`))).toEqual([404, 'CHANNEL_NOT_FOUND']);
      expect(await codeOf(asAdmin('DELETE', `/channels/999999/members/${user.id}`))).toEqual([
        404,
        'CHANNEL_NOT_FOUND',
      ]);
      expect(await codeOf(asAdmin('GET', '/channels/999999/members'))).toEqual([404, 'CHANNEL_NOT_FOUND']);
      expect(await codeOf(asAdmin('PUT', `/channels/${channel.id}/members/0x1`))).toEqual([400, 'VALIDATION']);
    });
  });
});
