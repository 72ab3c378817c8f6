import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiAnswer, startTestApp, type TestApp } from '../support/test-app.js';

interface Explanation {
  code: string;
  source: string;
  title: { en: string; ru: string };
  action: { en: string; ru: string };
}

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('/api/errors', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test?.close());

  const get = <T = Explanation>(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer<T>> =>
    test.call('GET', `/api/errors${path}`, { headers });
  const list = async (query = ''): Promise<Explanation[]> => (await get<{ errors: Explanation[] }>(query)).body.errors;

  it('lists ours and Meta’s, together and apart', async () => {
    const [all, ours, theirs] = [await list(), await list('?source=ours'), await list('?source=meta')];
    expect(all).toEqual([...ours, ...theirs]);
    expect(ours.map(({ code }) => code)).toContain('WINDOW_CLOSED');
    expect(theirs.map(({ code }) => code)).toContain('131047');
    expect(Object.keys(all[0] ?? {}).sort()).toEqual([
      'action',
      'category',
      'code',
      'detail',
      'fault',
      'ourCode',
      'retryable',
      'source',
      'status',
      'title',
    ]);
  });

  it.each(['?source=both', '?source=', '?source=ours&source=meta', '?lang=ru'])('refuses %s', async (query) => {
    expect((await get<{ code: string }>(query)).body.code).toBe('VALIDATION');
  });

  it('opens every code that it lists, as JSON and as a page', async () => {
    for (const error of await list()) {
      const path = `/${encodeURIComponent(error.code)}`;
      expect((await get(path)).body).toEqual(error);
      const page = await get(path, { accept: BROWSER });
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
  });

  it('is where the `type` of an error body leads', async () => {
    const { body } = await test.call<{ type: string; code: string }>('GET', '/api/waba/operator/message-status/1');
    const { pathname } = new URL(body.type);
    expect((await test.call<Explanation>('GET', pathname)).body.code).toBe(body.code);
  });

  it('gives browsers a page in their language that can run nothing', async () => {
    const page = await get('/131047', { accept: BROWSER, 'accept-language': 'ru-RU,ru;q=0.9' });
    expect(page.text).toContain('<html lang="ru">');
    expect(page.text).toContain('Отправьте шаблон или дождитесь сообщения клиента.');
    expect(page.text).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect((await get('', { accept: BROWSER })).text).toContain('<html lang="en">');
    expect((await get('/131047')).headers.get('content-type')).toMatch(/^application\/json/);
  });

  it.each(['/NOPE', '/999999999', '/%3Cscript%3E', `/${'a'.repeat(200)}`])('does not know %s', async (path) => {
    for (const accept of ['application/json', BROWSER]) {
      const { status, body, text } = await get<{ code: string }>(path, { accept });
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
      expect(text).not.toContain('<script');
    }
  });
});
