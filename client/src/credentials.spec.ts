import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from './client.js';
import type { SessionStore } from './session.js';
import { FakeBrowser, FakeTab } from './testing/fake-tabs.js';
import { FakeTime } from './testing/fake-time.js';

/** A server whose refresh tokens work once: a used one that comes again ends the session. */
class StrictServer {
  generation = 1;
  isRevoked = false;
  refreshes = 0;
  isExpired = false;

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url.endsWith('/login')) return this.tokens();
    if (!url.endsWith('/refresh')) return this.answer(new Headers(init.headers).get('authorization') ?? '');
    this.refreshes += 1;
    const { refreshToken }: { refreshToken: string } = JSON.parse(init.body as string);
    if (refreshToken !== `refresh-${this.generation}`) this.isRevoked = true;
    if (this.isRevoked) return problem('TOKEN_REVOKED');
    this.generation += 1;
    this.isExpired = false;
    return this.tokens();
  };

  private answer(authorization: string): Response {
    const isGood = authorization === `Bearer access-${this.generation}` && !this.isExpired && !this.isRevoked;
    return isGood ? Response.json({ authorization }) : problem('TOKEN_EXPIRED');
  }

  private tokens(): Response {
    const { generation } = this;
    const user = { id: 5, email: 'anna@example.com', name: 'Anna', role: 'operator' };
    return Response.json({
      accessToken: `access-${generation}`,
      refreshToken: `refresh-${generation}`,
      expiresIn: 900,
      user,
    });
  }
}

const problem = (code: string): Response => Response.json({ code, requestId: 'r' }, { status: 401 });

describe('a session that tabs share', () => {
  let time: FakeTime;
  let server: StrictServer;
  let kept: string | undefined;
  let clients: Client[];
  let tabs: FakeTab[];
  let signedOut: number[];

  const store: SessionStore = {
    sharedAs: 'wa',
    read: () => (kept === undefined ? undefined : JSON.parse(kept)),
    write: (session) => {
      kept = session === undefined ? undefined : JSON.stringify(session);
    },
  };
  const me = async (index: number): Promise<unknown> => {
    try {
      return await clients[index]?.get('/api/auth/me');
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  beforeEach(async () => {
    time = new FakeTime();
    server = new StrictServer();
    signedOut = [0, 0, 0];
    const browser = new FakeBrowser(time);
    tabs = [0, 1, 2].map(() => new FakeTab(browser, server.fetch));
    clients = tabs.map((tab, index) =>
      createClient({
        baseUrl: 'http://server',
        session: store,
        onSignedOut: () => {
          signedOut[index] = (signedOut[index] ?? 0) + 1;
        },
        platform: tab.platform(),
      }),
    );
    await clients[0]?.login('anna@example.com', 'secret');
  });

  it('is renewed by one of them, for all', async () => {
    server.isExpired = true;
    const answers = await Promise.all([0, 0, 1, 1, 2, 2].map(me));
    expect(answers).toEqual(answers.map(() => ({ authorization: 'Bearer access-2' })));
    expect([server.refreshes, server.isRevoked]).toEqual([1, false]);
  });

  it('is renewed by another where the one that began was closed before it asked', async () => {
    server.isExpired = true;
    const lost = me(0);
    tabs[0]?.die();
    expect(await me(1)).toEqual({ authorization: 'Bearer access-2' });
    expect(lost).toBeInstanceOf(Promise);
    expect(server.isRevoked).toBe(false);
  });

  it('dies in each of them once', async () => {
    await Promise.all([0, 1, 2].map(me));
    server.isRevoked = true;
    await Promise.all([0, 0, 1, 1, 2, 2].map(me));
    await Promise.all([0, 1, 2].map(me));
    expect(signedOut).toEqual([1, 1, 1]);
    expect(server.refreshes).toBe(1);
  });
});
