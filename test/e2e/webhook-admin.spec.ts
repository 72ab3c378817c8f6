import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '../support/code-of.js';
import { type ApiAnswer, startTestApp, type TestApp, type TestUser } from '../support/test-app.js';

describe('/api/admin/webhooks, refused', () => {
  let test: TestApp;
  let admin: TestUser & { token: string };

  beforeAll(async () => {
    test = await startTestApp();
    admin = await test.signedIn({ role: 'admin' });
  });
  afterAll(() => test?.close());

  const call = (
    method: string,
    path: string,
    body?: unknown,
    token = admin.token,
  ): Promise<ApiAnswer<Record<string, unknown>>> =>
    test.call(method, `/api/admin/webhooks${path}`, { token, ...(body === undefined ? {} : { body }) });
  const auditCount = async (): Promise<number> => (await test.rows('select id from audit_log')).length;

  const ROUTES: [string, string, object | undefined][] = [
    ['GET', '', undefined],
    ['GET', '/1', undefined],
    ['POST', '/1/replay', undefined],
    ['POST', '/replay', { limit: 1 }],
  ];

  it.each(ROUTES)('lets only admins %s %s', async (method, path, body) => {
    const operator = await test.signedIn();
    const supervisor = await test.signedIn({ role: 'supervisor' });
    const before = await auditCount();
    for (const { token } of [operator, supervisor]) {
      expect(await codeOf(call(method, path, body, token))).toEqual([403, 'FORBIDDEN']);
    }
    expect((await test.call(method, `/api/admin/webhooks${path}`, body ? { body } : {})).status).toBe(401);
    expect(await auditCount()).toBe(before);
  });

  it.each(['0', '-1', '1.5', 'abc', '0x1', '9007199254740992', "1'or'1", '%00'])(
    'does not take %s for an id',
    async (id) => {
      expect(await codeOf(call('GET', `/${id}`))).toEqual([400, 'VALIDATION']);
      expect(await codeOf(call('POST', `/${id}/replay`))).toEqual([400, 'VALIDATION']);
    },
  );

  it('does not find what is not there', async () => {
    const before = await auditCount();
    expect(await codeOf(call('GET', '/9007199254740991'))).toEqual([404, 'WEBHOOK_NOT_FOUND']);
    expect(await codeOf(call('POST', '/9007199254740991/replay'))).toEqual([404, 'WEBHOOK_NOT_FOUND']);
    expect(await auditCount()).toBe(before);
  });

  it.each([
    '?state=lost',
    '?state=',
    '?from=yesterday',
    '?to=2026-02-30T00:00:00Z',
    '?from=1772366400',
    '?limit=0',
    '?limit=201',
    '?cursor=x',
    '?cursor=',
    '?order=asc',
    "?state=dead'--",
  ])('does not list %s', async (query) => {
    expect(await codeOf(call('GET', query))).toEqual([400, 'VALIDATION']);
  });

  it.each([
    [undefined],
    [{}],
    [{ limit: 0 }],
    [{ limit: 10_001 }],
    [{ limit: 1.5 }],
    [{ limit: '5' }],
    [{ limit: null }],
    [{ limit: 1, state: 'new' }],
    [{ limit: 1, state: ['dead'] }],
    [{ limit: 1, from: 'yesterday' }],
    [{ limit: 1, to: null }],
    [{ limit: 1, from: 1_772_366_400 }],
    [{ limit: 1, afterId: '5' }],
    [{ limit: 1, afterId: 2 ** 53 }],
    [{ limit: 1, ids: [1] }],
    [[1]],
  ])('does not replay %j', async (body) => {
    expect(await codeOf(call('POST', '/replay', body))).toEqual([400, 'VALIDATION']);
  });
});
