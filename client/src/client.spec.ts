import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Client } from './client.js';
import { NetworkError } from './problem.js';
import { memorySession, type SessionStore } from './session.js';
import { settled } from './testing/fake-time.js';
import { cut, json, problem, ScriptedServer, tokens, USER } from './testing/scripted-server.js';

describe('a client', () => {
  let server: ScriptedServer;
  let client: Client;
  const onSignedOut = jest.fn();

  beforeEach(() => {
    server = new ScriptedServer();
    onSignedOut.mockClear();
  });

  describe('sessions', () => {
    let store: SessionStore;

    beforeEach(async () => {
      store = memorySession();
      client = server.client({ session: store, onSignedOut });
      server.replies.push(tokens(1));
      await client.login('anna@example.com', 'secret');
      server.calls = [];
    });

    const me = (): Promise<unknown> => client.get('/api/auth/me');
    const bearers = (): (string | null)[] => server.calls.map(({ headers }) => headers.get('authorization'));

    it('know who signed in', async () => {
      expect(await client.user()).toEqual(USER);
      expect(await server.client({ session: store }).user()).toEqual(USER);
    });

    it('fetch the next token shortly before the old one expires, once for all', async () => {
      await server.time.advance(869_000);
      await me();
      expect(server.urls).toEqual(['GET /api/auth/me']);
      await server.time.advance(1_000);
      server.replies.push(tokens(2));
      await Promise.all([me(), me(), me()]);
      expect(server.urls.filter((url) => url.includes('refresh'))).toHaveLength(1);
      expect(bearers().slice(2)).toEqual(['Bearer access-2', 'Bearer access-2', 'Bearer access-2']);
    });

    it('change a refused token for a new one, once for all, and ask again', async () => {
      const expired = problem(401, 'TOKEN_EXPIRED');
      server.replies.push(expired, expired, expired, tokens(2), json({ id: 1 }), json({ id: 2 }), json({ id: 3 }));
      expect(await Promise.all([me(), me(), me()])).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
      expect(server.urls.filter((url) => url.includes('refresh'))).toHaveLength(1);
      expect(server.calls[3]?.body).toEqual({ refreshToken: 'refresh-1' });
      expect(onSignedOut).not.toHaveBeenCalled();
    });

    it('die once, and all who asked hear of it', async () => {
      const revoked = problem(401, 'TOKEN_REVOKED');
      server.replies.push(revoked, revoked, revoked);
      const ends = await Promise.all([me(), me()].map((asked) => server.outcome(asked, 0)));
      expect(ends).toMatchObject([{ code: 'TOKEN_REVOKED' }, { code: 'TOKEN_REVOKED' }]);
      server.replies.push(problem(401, 'AUTH_REQUIRED'));
      expect(await server.outcome(me(), 0)).toMatchObject({ code: 'AUTH_REQUIRED' });
      expect(onSignedOut).toHaveBeenCalledTimes(1);
      expect(onSignedOut).toHaveBeenCalledWith(expect.objectContaining({ code: 'TOKEN_REVOKED' }));
      expect(await client.user()).toBeUndefined();
    });

    it('outlive a network that fails while the token is changed', async () => {
      server.replies.push(problem(401, 'TOKEN_EXPIRED'), cut);
      const post = client.post('/api/waba/operator/chat/{id}/close', { params: { id: 1 } });
      expect(await server.outcome(post, 0)).toBeInstanceOf(NetworkError);
      expect(onSignedOut).not.toHaveBeenCalled();
      expect(await client.user()).toEqual(USER);
    });

    it('end by logout at once, without a word to the application', async () => {
      server.replies.push(cut);
      await client.logout();
      expect(bearers()).toEqual(['Bearer access-1']);
      expect(await client.user()).toBeUndefined();
      expect(onSignedOut).not.toHaveBeenCalled();
    });

    it('stay ended when the answer to a refresh comes after the logout', async () => {
      let answer: (response: Response) => void = () => undefined;
      const late = new Promise<Response>((resolve) => {
        answer = resolve;
      });
      server.replies.push(problem(401, 'TOKEN_EXPIRED'), () => late);
      const asked = server.outcome(me(), 0);
      await settled();
      await client.logout();
      answer(await tokens(2)({ url: '', method: '', headers: new Headers(), body: undefined }));
      expect(await asked).toMatchObject({ code: 'TOKEN_EXPIRED' });
      expect(await client.user()).toBeUndefined();
    });

    it('notice that another tab has signed out', async () => {
      await store.write(undefined);
      server.replies.push(problem(401, 'AUTH_REQUIRED'));
      await server.outcome(me(), 0);
      expect(onSignedOut).toHaveBeenCalledTimes(1);
      expect(onSignedOut).toHaveBeenCalledWith(undefined);
    });

    it('are not asked for by a sign-in that fails', async () => {
      server.replies.push(problem(401, 'LOGIN_FAILED'));
      expect(await server.outcome(client.login('anna@example.com', 'wrong'), 0)).toMatchObject({ status: 401 });
      expect(server.urls).toEqual(['POST /api/auth/login']);
      expect(onSignedOut).not.toHaveBeenCalled();
    });
  });

  describe('tokens of the application', () => {
    it('are asked for again when refused, and told of once where there is no other', async () => {
      const given = ['old', 'new', 'dead', 'dead', 'dead', 'dead'];
      client = server.client({ getToken: () => given.shift(), onSignedOut });
      const refused = problem(401, 'TOKEN_EXPIRED');
      server.replies.push(refused, json({ id: 1 }), refused, refused);
      expect(await client.get('/api/auth/me')).toEqual({ id: 1 });
      expect(await server.outcome(client.get('/api/auth/me'), 0)).toMatchObject({ status: 401 });
      expect(await server.outcome(client.get('/api/auth/me'), 0)).toMatchObject({ status: 401 });
      expect(onSignedOut).toHaveBeenCalledTimes(1);
    });
  });
});
