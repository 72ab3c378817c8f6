import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from './client.js';
import { NetworkError } from './problem.js';
import { settled } from './testing/fake-time.js';
import { cut, halfBody, json, problem, ScriptedServer } from './testing/scripted-server.js';

describe('a client', () => {
  let server: ScriptedServer;
  let client: Client;

  beforeEach(() => {
    server = new ScriptedServer();
    client = server.client({ getToken: () => 'key' });
  });

  describe('requests', () => {
    it('fill path and query, and carry token, language and headers', async () => {
      client = server.client({ getToken: async () => 'key', language: 'ru' });
      server.replies.push(json({ messages: [] }));
      await client.get('/api/waba/operator/chat/{chatId}/messages', {
        params: { chatId: 123 },
        query: { limit: 20 },
        headers: { 'If-None-Match': '"x"' },
      });
      expect(server.urls).toEqual(['GET /api/waba/operator/chat/123/messages?limit=20']);
      expect(Object.fromEntries(server.calls[0]?.headers ?? [])).toEqual({
        authorization: 'Bearer key',
        'accept-language': 'ru',
        'if-none-match': '"x"',
      });
    });

    it('encode what stands in the path, and refuse to leave it out', async () => {
      await client.get('/api/errors/{code}', { params: { code: 'a/b?c' } });
      expect(server.urls).toEqual(['GET /api/errors/a%2Fb%3Fc']);
      for (const code of ['', '.', '..']) {
        await expect(client.get('/api/errors/{code}', { params: { code } })).rejects.toThrow('needs params.code');
      }
      expect(server.calls).toHaveLength(1);
    });

    it('give nothing where the answer has no body, and the whole answer when asked', async () => {
      server.replies.push(() => new Response(null, { status: 204 }), json({ id: 1 }, 201, { etag: '"x"' }));
      expect(await client.post('/api/auth/logout')).toBeUndefined();
      const answer = await client.request('post', '/api/waba/operator/labels', {
        body: { name: 'a', color: '#000000' },
      });
      expect(answer).toMatchObject({ status: 201, data: { id: 1 } });
      expect(answer.headers.get('etag')).toBe('"x"');
    });

    it('give files as blobs and lines as text', async () => {
      server.replies.push(
        () => new Response('PNG', { headers: { 'content-type': 'image/png' } }),
        () => new Response('{}\n{}\n', { headers: { 'content-type': 'application/jsonl; charset=utf-8' } }),
      );
      const file = await client.get('/api/waba/operator/media/{mediaId}', { params: { mediaId: 1 } });
      expect(await file.text()).toBe('PNG');
      expect(await client.get('/api/waba/operator/chat/{id}/export', { params: { id: 1 } })).toBe('{}\n{}\n');
    });

    it('upload a file as a form', async () => {
      server.replies.push(json({ id: 12 }, 201));
      expect(await client.upload(new Blob(['x'], { type: 'image/png' }), 'a.png')).toEqual({ id: 12 });
      expect(server.calls[0]?.headers.get('content-type')).toBeNull();
      const form = server.calls[0]?.body as FormData;
      const file = form.get('file') as File;
      expect([file.name, file.type, await file.text()]).toEqual(['a.png', 'image/png', 'x']);
    });

    it('tell which position a list reflects', async () => {
      server.replies.push(json({ chats: [] }, 200, { 'event-id': 'e7' }), json({ messages: [] }));
      expect(await client.chats({ limit: 5 })).toEqual({ chats: [], eventId: 'e7' });
      expect(await client.history(1)).toEqual({ messages: [], eventId: undefined });
    });
  });

  describe('tries', () => {
    const chat = (): Promise<unknown> => client.get('/api/waba/operator/chat/{id}', { params: { id: 1 } });
    const send = (): Promise<unknown> => client.send({ chatId: 1, message: 'Hi' });

    it('go on while reading may succeed, with growing waits', async () => {
      server.replies.push(
        cut,
        problem(503, 'OVERLOADED'),
        () => new Response('<html>', { status: 502 }),
        json({ id: 1 }),
      );
      expect(await server.outcome(chat(), 1_400)).toBeDefined();
      expect(server.calls).toHaveLength(4);
    });

    it('wait as long as the server says', async () => {
      server.replies.push(problem(429, 'TOO_MANY_REQUESTS', { 'retry-after': '3' }), json({ id: 1 }));
      const asked = chat();
      await server.time.advance(2_999);
      expect(server.calls).toHaveLength(1);
      await server.time.advance(1);
      expect(await asked).toEqual({ id: 1 });
    });

    it('end in the last error', async () => {
      server.replies.push(cut, cut, cut, cut, cut, cut);
      expect(await server.outcome(chat())).toBeInstanceOf(NetworkError);
      expect(server.calls).toHaveLength(5);
    });

    it.each([
      ['a wrong request', problem(400, 'VALIDATION')],
      ['what is not there', problem(404, 'CHAT_NOT_FOUND')],
    ])('are not made again for %s', async (_, reply) => {
      server.replies.push(reply);
      expect(await server.outcome(chat())).toMatchObject({ name: 'ApiProblem' });
      expect(server.calls).toHaveLength(1);
    });

    it('are one for whatever else changes something', async () => {
      server.replies.push(cut);
      const closing = client.post('/api/waba/operator/chat/{id}/close', { params: { id: 1 } });
      expect(await server.outcome(closing)).toBeInstanceOf(NetworkError);
      expect(server.calls).toHaveLength(1);
    });

    it('of one send all carry one id, whatever happens to them', async () => {
      const inFlight = problem(409, 'IDEMPOTENCY_IN_FLIGHT', { 'retry-after': '1' });
      server.replies.push(cut, halfBody, problem(503, 'OVERLOADED'), inFlight, json({ success: true }));
      expect(await server.outcome(send())).toEqual({ success: true });
      const ids = server.calls.map(({ body }) => (body as { clientMessageId: string }).clientMessageId);
      expect(ids).toHaveLength(5);
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });

    it('of two sends carry two, and the application may choose them', async () => {
      await send();
      await send();
      await client.send({ chatId: 1, message: 'Hi', clientMessageId: 'mine' });
      await client.post('/api/waba/operator/send', {
        body: { chatId: 1, message: 'Hi' },
        headers: { 'idempotency-key': 'mine too' },
      });
      const ids = server.calls.map(({ body }) => (body as { clientMessageId?: string }).clientMessageId);
      expect(ids[0]).not.toBe(ids[1]);
      expect(ids.slice(2)).toEqual(['mine', undefined]);
    });

    it('end with what WhatsApp answered: the message is stored with it', async () => {
      server.replies.push(problem(502, 'PROVIDER_AUTH'));
      expect(await server.outcome(send())).toMatchObject({ status: 502 });
      expect(server.calls).toHaveLength(1);
    });

    it('are called off in the middle of a wait, and of a request', async () => {
      const controller = new AbortController();
      const options = { params: { id: 1 }, signal: controller.signal };
      server.replies.push(cut);
      const waiting = client.get('/api/waba/operator/chat/{id}', options);
      await server.time.advance(1);
      controller.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      await expect(client.get('/api/waba/operator/chat/{id}', options)).rejects.toMatchObject({ name: 'AbortError' });
      expect(server.calls).toHaveLength(1);
    });

    it('take no longer than told', async () => {
      client = server.client({ getToken: () => 'key', timeoutMs: 1_000, retry: { tries: 2 } });
      server.replies.push(() => new Promise<Response>(() => undefined), json({ id: 1 }));
      expect(await server.outcome(chat(), 1_200)).toEqual({ id: 1 });
    });

    const close = (signal?: AbortSignal): Promise<unknown> =>
      client.post('/api/waba/operator/chat/{id}/close', { params: { id: 1 }, ...(signal && { signal }) });

    it.each([
      ['the answer', () => 'key'],
      ['the token', () => new Promise<string>(() => undefined)],
    ])('that waited for %s for too long end like those that nobody answered', async (_, getToken) => {
      client = server.client({ getToken, timeoutMs: 1_000 });
      server.replies.push(() => new Promise<Response>(() => undefined));
      const failure = await server.outcome(close(), 1_000);
      expect(failure).toBeInstanceOf(NetworkError);
      expect(failure).toMatchObject({ cause: { message: 'No answer in 1000 ms.' } });
    });

    it.each([
      ['no reason', undefined, { name: 'AbortError' }],
      ['a reason', new RangeError('enough'), { name: 'RangeError' }],
    ])('called off in the middle for %s end with it', async (_, reason, expected) => {
      const controller = new AbortController();
      server.replies.push(() => new Promise<Response>(() => undefined));
      const closing = server.outcome(close(controller.signal), 0);
      await settled();
      controller.abort(reason);
      expect(await closing).toMatchObject(expected);
    });

    it('all say what was said first, whatever the application does with its objects', async () => {
      const body = { chatId: 1, message: 'Hi', clientMessageId: 'mine' };
      server.replies.push(cut);
      const sending = client.send(body);
      body.message = '';
      await server.outcome(sending);
      const said = { chatId: 1, message: 'Hi', clientMessageId: 'mine' };
      expect(server.calls.map((call) => call.body)).toEqual([said, said]);
    });
  });
});
