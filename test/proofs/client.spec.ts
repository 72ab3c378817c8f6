import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, type Client, type ClientOptions } from '../../client/src/client.js';
import { ApiProblem, NetworkError, SignedOutError } from '../../client/src/problem.js';
import type { OperatorEvent } from '../../client/src/event-types.js';
import { EventsDesk } from '../support/events-desk.js';
import { Line } from '../support/line.js';
import { TEST_PASSWORD } from '../support/test-app.js';
import { inboundValue, startTestDesk, type TestDesk, textMessage, until } from '../support/test-desk.js';

/** Short waits: what is proved is what happens, not how long it takes. */
const QUICK: Partial<ClientOptions> = { retry: { tries: 8, baseMs: 20, maxMs: 100 } };

describe('the client', () => {
  let desk: TestDesk;
  let line: Line;
  let client: Client;
  let token: string;

  beforeAll(async () => {
    desk = await startTestDesk();
    line = await Line.to(desk.app.url);
  });
  afterAll(async () => {
    await line?.close();
    await desk?.close();
  });
  beforeEach(async () => {
    // Some tests let time go on for longer than a token lives.
    token = await desk.app.tokenOf(desk.operator);
    client = createClient({ baseUrl: line.url, getToken: () => token, ...QUICK });
  });

  const sentBodies = async (): Promise<unknown[]> => {
    const { sent } = await desk.control<{ sent: { body: unknown }[] }>('GET', 'sent');
    return sent.map(({ body }) => body);
  };

  describe('signing in', () => {
    it('works with email and password, and tells why it does not', async () => {
      const user = await desk.app.createUser();
      client = createClient({ baseUrl: line.url, language: 'ru' });
      expect(await client.login(user.email, TEST_PASSWORD)).toMatchObject({ id: user.id, role: 'operator' });
      expect(await client.get('/api/auth/me')).toMatchObject({ email: user.email });
      const failure = await client.login(user.email, 'wrong').catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ApiProblem);
      expect(failure).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
      expect((failure as ApiProblem).message).toMatch(/[а-я]/);
    });

    it('lasts: an expired token is renewed once for all who ask, and the end is told once', async () => {
      let ends = 0;
      const user = await desk.app.createUser();
      client = createClient({
        baseUrl: line.url,
        onSignedOut: () => {
          ends += 1;
        },
      });
      await client.login(user.email, TEST_PASSWORD);
      desk.app.clock.advance(16 * 60_000);
      const answers = await Promise.all([1, 2, 3].map(() => client.get('/api/auth/me')));
      expect(answers.map(({ id }) => id)).toEqual([user.id, user.id, user.id]);
      await desk.app.rows('update sessions set revoked_at = now() where user_id = $1', [user.id]);
      desk.app.clock.advance(16 * 60_000);
      const failures = await Promise.all(
        [1, 2].map(() => client.get('/api/auth/me').catch(({ code }: ApiProblem) => code)),
      );
      expect(failures).toEqual(['TOKEN_EXPIRED', 'TOKEN_EXPIRED']);
      expect([ends, await client.user()]).toEqual([1, undefined]);
    });

    it('ends by signing out', async () => {
      const user = await desk.app.createUser();
      client = createClient({ baseUrl: line.url });
      await client.login(user.email, TEST_PASSWORD);
      await client.logout();
      const [session] = await desk.app.rows('select revoked_at from sessions where user_id = $1', [user.id]);
      expect(session).toMatchObject({ revoked_at: expect.any(Date) });
    });
  });

  describe('sending', () => {
    it('sends one message when the line breaks after the server took it', async () => {
      line.loseAnswers(/^POST \/api\/waba\/operator\/send /);
      const before = line.lost;
      const sending = client.send({ chatId: desk.chatId, message: 'Once, though the answer is lost' });
      await until(async () => line.lost >= before + 2);
      line.loseAnswers(undefined);
      // As it stands by then: it may have been read meanwhile.
      const isOut = expect.stringMatching(/^(sent|delivered|read)$/);
      expect(await sending).toMatchObject({ success: true, message: { status: isOut } });
      const bodies = (await sentBodies()).filter((body) => JSON.stringify(body).includes('the answer is lost'));
      expect(bodies).toHaveLength(1);
      const { messages } = await client.history(desk.chatId);
      expect(messages.filter(({ content }) => content.includes('the answer is lost'))).toHaveLength(1);
    });

    it('sends one message when what stands before the server answers 503 in its place', async () => {
      let refusals = 3;
      client = createClient({
        baseUrl: line.url,
        getToken: () => token,
        ...QUICK,
        fetch: async (url, init) => {
          const response = await fetch(url, init);
          if (refusals === 0) return response;
          refusals -= 1;
          return new Response('<html>', { status: 503, headers: { 'retry-after': '0' } });
        },
      });
      const { messageId } = await client.send({ chatId: desk.chatId, message: 'Once, though refused' });
      expect(messageId).toMatch(/^wamid\./);
      expect((await sentBodies()).filter((body) => JSON.stringify(body).includes('though refused'))).toHaveLength(1);
    });

    it('gives up in the end, and a later try with the same id still sends once', async () => {
      line.loseAnswers(/^POST \/api\/waba\/operator\/send /);
      const body = { chatId: desk.chatId, message: 'Once, though given up', clientMessageId: 'given-up' };
      await expect(client.send(body)).rejects.toBeInstanceOf(NetworkError);
      line.loseAnswers(undefined);
      expect(await client.send(body)).toMatchObject({ success: true });
      expect((await sentBodies()).filter((sent) => JSON.stringify(sent).includes('given up'))).toHaveLength(1);
    });

    it('never sends again what the one before had under way, for whoever signs in next', async () => {
      const users = [await desk.app.createUser(), await desk.app.createUser()] as const;
      for (const user of users) await desk.app.addMember({ id: desk.fixture.channelId }, user);
      // It would go on for longer than any machine needs to sign in.
      client = createClient({ baseUrl: line.url, retry: { tries: 10_000, baseMs: 20, maxMs: 100 } });
      await client.login(users[0].email, TEST_PASSWORD);
      line.loseAnswers(/^POST \/api\/waba\/operator\/send /);
      const before = line.lost;
      const sending = client
        .send({ chatId: desk.chatId, message: 'Once, and by the first' })
        .catch((error: unknown) => error);
      await until(async () => line.lost >= before + 2);
      await client.login(users[1].email, TEST_PASSWORD);
      line.loseAnswers(undefined);
      expect(await sending).toBeInstanceOf(SignedOutError);
      await client.send({ chatId: desk.chatId, message: 'By the second' });
      const bodies = (await sentBodies()).map((body) => JSON.stringify(body));
      expect(bodies.filter((body) => body.includes('by the first'))).toHaveLength(1);
      expect(bodies.filter((body) => body.includes('By the second'))).toHaveLength(1);
    });

    it('tells what the server refuses by its code', async () => {
      const failure = await client.send({ chatId: 9_999_999, message: 'Hi' }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: 'ApiProblem', code: 'CHAT_NOT_FOUND', status: 404 });
      expect((failure as ApiProblem).requestId).toMatch(/./);
    });
  });

  describe('events', () => {
    it('come each once and in order, though the line is cut ten times under load', async () => {
      const { eventId = '' } = await client.chats();
      const events: OperatorEvent[] = [];
      const stream = client.events({ after: eventId, onEvent: (event) => events.push(event) });
      for (let cut = 0; cut < 10; cut += 1) {
        await until(async () => stream.state === 'live');
        const values = [1, 2, 3].map((number) => inboundValue([textMessage(`wamid.CUT${cut}-${number}`, `${cut}`)]));
        const posted = desk.postValues(...values);
        // Now in the middle of what comes, now before it, now after.
        if (cut % 3 === 0) await posted;
        line.cut();
        await posted;
        await desk.settled();
        stream.reconnect();
      }
      const log = await new EventsDesk(desk.app).readAll(token, eventId);
      await until(async () => events.length >= log.length);
      stream.close();
      expect(events.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
      const texts = events.flatMap((event) => (event.type === 'message.received' ? [event.data.message.content] : []));
      expect(texts).toHaveLength(30);
    });

    it('go on after the access token has run out', async () => {
      const user = await desk.app.createUser();
      await desk.app.addMember({ id: desk.fixture.channelId }, user);
      client = createClient({ baseUrl: line.url });
      await client.login(user.email, TEST_PASSWORD);
      const events: OperatorEvent[] = [];
      const stream = client.events({ onEvent: (event) => events.push(event) });
      await until(async () => stream.state === 'live');
      desk.app.clock.advance(16 * 60_000);
      line.cut();
      await desk.postValues(inboundValue([textMessage('wamid.AFTEREXPIRY', 'Still there?')]));
      await until(async () => events.some(({ type }) => type === 'message.received'));
      stream.close();
    });

    it('end with the session', async () => {
      const user = await desk.app.createUser();
      const reasons: unknown[] = [];
      client = createClient({ baseUrl: line.url, onSignedOut: (problem) => reasons.push(problem?.code) });
      await client.login(user.email, TEST_PASSWORD);
      const stream = client.events({
        onEvent: () => undefined,
        onState: (state, { reason }) => {
          if (state === 'closed') reasons.push(reason);
        },
      });
      await until(async () => stream.state === 'live');
      await desk.app.rows('update users set disabled_at = now() where id = $1', [user.id]);
      await until(async () => stream.state === 'closed');
      await stream.closed;
      expect(reasons).toEqual(['signed_out', expect.stringMatching(/^TOKEN_/)]);
    });
  });
});
