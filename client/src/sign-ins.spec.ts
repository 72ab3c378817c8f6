import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Client } from './client.js';
import { ApiProblem, SignedOutError } from './problem.js';
import { memorySession, type Session, sessionFrom, type SessionStore } from './session.js';
import { settled } from './testing/fake-time.js';
import { BORIS, cut, held, json, problem, ScriptedServer, tokens, USER } from './testing/scripted-server.js';

const ENDED = { name: 'SignedOutError', code: 'SIGNED_OUT' };
const SEND = 'POST /api/waba/operator/send';

describe('what was asked under one sign-in', () => {
  let server: ScriptedServer;
  let store: SessionStore;
  let client: Client;
  const onSignedOut = jest.fn();

  const send = (): Promise<unknown> => client.send({ chatId: 1, message: 'Hi' });
  const signIn = async (number: number, user: object = USER): Promise<void> => {
    server.replies.push(tokens(number, user));
    await client.login('who@example.com', 'secret');
  };
  const sessionOf = (number: number, user = USER): Session =>
    sessionFrom(
      { accessToken: `access-${number}`, refreshToken: `refresh-${number}`, expiresIn: 900, user },
      server.time.now,
    );
  const sentBy = (path = '/send'): (string | null)[] =>
    server.calls.filter(({ url }) => url.includes(path)).map(({ headers }) => headers.get('authorization'));

  beforeEach(async () => {
    onSignedOut.mockReset();
    server = new ScriptedServer();
    store = memorySession();
    client = server.client({ session: store, onSignedOut });
    await signIn(1);
  });

  describe('and waits for its next try', () => {
    let sending: Promise<unknown>;

    beforeEach(async () => {
      server.replies.push(cut);
      sending = send().catch((error: unknown) => error);
      await settled();
      expect(sentBy()).toEqual(['Bearer access-1']);
    });

    it('is over as soon as they sign out', async () => {
      await client.logout();
      await settled();
      expect(await Promise.race([sending, Promise.resolve('still waits')])).toMatchObject(ENDED);
      expect(server.time.next).toBeUndefined();
    });

    it.each([
      ['after they signed out', () => client.logout()],
      ['over theirs', () => undefined],
    ])('is never asked for somebody who signs in %s', async (_, first) => {
      await first();
      await signIn(2, BORIS);
      await server.time.advance(120_000);
      expect(await sending).toBeInstanceOf(SignedOutError);
      expect(sentBy()).toEqual(['Bearer access-1']);
      expect(onSignedOut).not.toHaveBeenCalled();
      await send();
      expect(sentBy().slice(1)).toEqual(['Bearer access-2']);
    });

    it('is never asked for somebody who signs in in another tab, of which the application hears once', async () => {
      await store.write(sessionOf(2, BORIS));
      await server.time.advance(120_000);
      expect(await sending).toMatchObject(ENDED);
      expect(sentBy()).toEqual(['Bearer access-1']);
      expect(onSignedOut.mock.calls).toEqual([[undefined]]);
      expect(await client.user()).toEqual(BORIS);
      await send();
      expect(sentBy().slice(1)).toEqual(['Bearer access-2']);
      expect(onSignedOut).toHaveBeenCalledTimes(1);
    });

    it('goes on with the tokens that another tab fetched for the same user', async () => {
      await store.write(sessionOf(2));
      await server.time.advance(120_000);
      expect(await sending).toEqual({});
      expect(sentBy()).toEqual(['Bearer access-1', 'Bearer access-2']);
      expect(onSignedOut).not.toHaveBeenCalled();
    });
  });

  it('is not asked where somebody else has signed in in another tab since', async () => {
    await store.write(sessionOf(2, BORIS));
    expect(await server.outcome(send(), 0)).toMatchObject(ENDED);
    expect(sentBy()).toEqual([]);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('is answered where the answer is on its way when they sign out', async () => {
    const { reply, answer } = held();
    server.replies.push(reply);
    const sending = send();
    await settled();
    await client.logout();
    await answer(json({ success: true }));
    expect(await sending).toEqual({ success: true });
  });

  it('does not get the tokens of somebody who signed in while its own were changed', async () => {
    const { reply, answer } = held();
    server.replies.push(problem(401, 'TOKEN_EXPIRED'), reply);
    const sending = send().catch((error: unknown) => error);
    await settled();
    await signIn(7, BORIS);
    await answer(tokens(2));
    expect(await sending).toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(sentBy()).toEqual(['Bearer access-1']);
    expect(await client.user()).toEqual(BORIS);
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it('keeps nobody else waiting for its tokens', async () => {
    const { reply, answer } = held();
    server.replies.push(problem(401, 'TOKEN_EXPIRED'), reply);
    const sending = send().catch((error: unknown) => error);
    await settled();
    await signIn(7, BORIS);
    server.replies.push(problem(401, 'TOKEN_EXPIRED'), tokens(8, BORIS), json({ success: true }));
    expect(await send()).toEqual({ success: true });
    expect(sentBy()).toEqual(['Bearer access-1', 'Bearer access-7', 'Bearer access-8']);
    await answer(tokens(2));
    await sending;
  });

  it('ends with what the server said of the session where that was refused before it was asked', async () => {
    await server.time.advance(880_000);
    server.replies.push(problem(401, 'TOKEN_REVOKED'));
    const failure = await server.outcome(send(), 0);
    expect(failure).toMatchObject({ ...ENDED, cause: { code: 'TOKEN_REVOKED' } });
    expect((failure as SignedOutError).cause).toBeInstanceOf(ApiProblem);
    expect(sentBy()).toEqual([]);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('is not taken for theirs who sign in while what is kept is slowly read', async () => {
    let gate = Promise.resolve();
    let open: () => void = () => undefined;
    const kept = memorySession();
    const slow: SessionStore = {
      read: async () => {
        const session = await kept.read();
        await gate;
        return session;
      },
      write: (session) => kept.write(session),
    };
    client = server.client({ session: slow, onSignedOut });
    await signIn(1);
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const sending = send().catch((error: unknown) => error);
    const signingIn = signIn(2, BORIS);
    await settled();
    open();
    await signingIn;
    await sending;
    expect(await client.user()).toEqual(BORIS);
    expect(sentBy()).not.toContain('Bearer access-2');
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it('ends also where the application stumbles over the news', async () => {
    const reported: unknown[] = [];
    const error = new Error('a bug');
    const { time } = server;
    client = server.client({
      session: store,
      onSignedOut: () => {
        throw error;
      },
      platform: { now: () => time.now, after: (ms, run) => time.after(ms, run), report: (bug) => reported.push(bug) },
    });
    await client.user();
    await store.write(undefined);
    expect(await server.outcome(send(), 0)).toMatchObject(ENDED);
    expect(reported).toEqual([error]);
  });

  it('is sent again with a new token after a refusal of the token alone', async () => {
    server.replies.push(problem(401, 'TOKEN_EXPIRED'), tokens(2), json({ success: true }));
    expect(await send()).toEqual({ success: true });
    expect(server.urls.slice(1)).toEqual([SEND, 'POST /api/auth/refresh', SEND]);
  });

  it('and changes something is asked once where a 401 is not of the token, which stays', async () => {
    const body = { currentPassword: 'wrong', newPassword: 'a new one' };
    server.replies.push(problem(401, 'INVALID_CREDENTIALS'));
    const changing = client.post('/api/auth/password', { body });
    expect(await server.outcome(changing)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    server.replies.push(() => new Response('<html>', { status: 401 }));
    const closing = client.post('/api/waba/operator/chat/{id}/close', { params: { id: 1 } });
    expect(await server.outcome(closing)).toMatchObject({ code: 'UNKNOWN' });
    expect(server.urls.slice(1)).toEqual(['POST /api/auth/password', 'POST /api/waba/operator/chat/1/close']);
    expect(onSignedOut).not.toHaveBeenCalled();
  });
});

describe('what was asked with the application’s tokens of one user', () => {
  const tokenOf = (sub: string, number: number): string =>
    ['e30', btoa(JSON.stringify({ sub, jti: number })).replace(/=+$/, ''), 'x'].join('.');
  let server: ScriptedServer;
  let client: Client;
  let token: string | undefined;
  let sending: Promise<unknown>;
  const onSignedOut = jest.fn();
  const given = (): (string | null)[] => server.calls.map(({ headers }) => headers.get('authorization'));

  beforeEach(async () => {
    onSignedOut.mockReset();
    server = new ScriptedServer();
    token = tokenOf('5', 1);
    client = server.client({ getToken: () => token, onSignedOut });
    server.replies.push(cut);
    sending = client.send({ chatId: 1, message: 'Hi' }).catch((error: unknown) => error);
    await settled();
  });

  it.each([
    ['another', tokenOf('6', 2)],
    ['nobody', undefined],
  ])('is never asked for %s', async (_, next) => {
    token = next;
    await server.time.advance(120_000);
    expect(await sending).toMatchObject(ENDED);
    expect(given()).toEqual([`Bearer ${tokenOf('5', 1)}`]);
    await client.get('/api/auth/me');
    expect(given().slice(1)).toEqual([next === undefined ? null : `Bearer ${next}`]);
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it('is not asked again for another after a refusal', async () => {
    server.replies.push(() => {
      token = tokenOf('6', 2);
      return Response.json({ code: 'TOKEN_EXPIRED', requestId: 'r' }, { status: 401 });
    });
    await server.time.advance(120_000);
    expect(await sending).toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(given()).toEqual([`Bearer ${tokenOf('5', 1)}`, `Bearer ${tokenOf('5', 1)}`]);
  });

  it('goes on with their next token', async () => {
    token = tokenOf('5', 2);
    await server.time.advance(120_000);
    expect(await sending).toEqual({});
    expect(given()).toEqual([`Bearer ${tokenOf('5', 1)}`, `Bearer ${token}`]);
  });

  it('is over as soon as they sign out', async () => {
    await client.logout();
    await settled();
    expect(await Promise.race([sending, Promise.resolve('still waits')])).toMatchObject(ENDED);
    expect(server.calls).toHaveLength(1);
  });
});
