import { comparePositions, decodeEventPosition, type EventPosition } from '../../src/events/domain/event-position.js';
import type { NewEvent } from '../../src/events/event-types.js';
import { EventsService } from '../../src/events/events.service.js';
import { SseClient, type SseOptions } from './sse-client.js';
import type { ApiAnswer, TestApp, TestUser } from './test-app.js';
import { until } from './test-desk.js';

export const EVENTS_PATH = '/api/waba/operator/events';

export interface EventsAnswer {
  events: { id: string; type: string; chatId: number | null; data: Record<string, unknown> }[];
  lastId: string;
  reset: { type: string; reason: string; refetch: string[] } | null;
}

/** The doors to the events of an application, and what makes some. */
export class EventsDesk {
  constructor(readonly app: TestApp) {}

  /** One that begins now begins behind everything there is: what other databases of the cluster write may hold up ours. */
  async stream({ query = '', ...options }: SseOptions & { query?: string }): Promise<SseClient> {
    const beginsNow = !query.includes('after=') && options.headers?.['last-event-id'] === undefined;
    const newest = await this.newest();
    for (;;) {
      const client = await SseClient.open(`${this.app.url}${EVENTS_PATH}${query}`, options);
      if (!beginsNow || client.response.statusCode !== 200) return client;
      await until(
        async () => client.lastId !== '' || client.isEnded,
        () => 'the stream says where it begins',
      );
      if (client.isEnded || comparePositions(positionOf(client.lastId), newest) >= 0) return client;
      client.close();
    }
  }

  poll(token: string, query = ''): Promise<ApiAnswer<EventsAnswer>> {
    return this.app.call('GET', `${EVENTS_PATH}${query}`, { token });
  }

  /** So many events behind a position: what other databases of the cluster write holds up ours. */
  async read(token: string, after: string, count: number): Promise<EventsAnswer['events']> {
    const events: EventsAnswer['events'] = [];
    for (let lastId = after, turns = 0; events.length < count && turns < 20; turns += 1) {
      const { body } = await this.poll(token, `?after=${lastId}&wait=2&limit=500`);
      events.push(...body.events);
      lastId = body.lastId;
    }
    return events;
  }

  /** All events behind a position up to the newest there is now, whoever may see that. */
  async readAll(token: string, after: string): Promise<EventsAnswer['events']> {
    const newest = await this.newest();
    const events: EventsAnswer['events'] = [];
    for (let lastId = after; comparePositions(positionOf(lastId), newest) < 0;) {
      const { body } = await this.poll(token, `?after=${lastId}&wait=1&limit=500`);
      events.push(...body.events);
      lastId = body.lastId;
    }
    return events;
  }

  /** Of the newest event that is committed, whether readers get it already or not. */
  private async newest(): Promise<EventPosition> {
    const [row] = await this.app.rows<{ tx: string; id: number }>(
      'select tx::text, id from events order by events.tx desc, id desc limit 1',
    );
    return { tx: BigInt(row?.tx ?? 0), id: row?.id ?? 0 };
  }

  /** Where a reader is that has just looked. */
  async now(token: string): Promise<string> {
    return (await this.poll(token)).body.lastId;
  }

  /** Appends events in one transaction, as the services do. */
  async append(events: readonly NewEvent[]): Promise<void> {
    const service = this.app.app.get(EventsService, { strict: false });
    await this.app.dataSource.transaction((manager) => service.append(manager, events, this.app.clock.now()));
  }

  /** A chat of a channel with a customer of its own. */
  async chat(channelId: number, assigneeId: number | null = null): Promise<number> {
    const [row] = await this.app.rows<{ id: number }>(
      `with customer as (insert into customers (profile_name) values ('Айгуль') returning id)
       insert into chats (channel_id, customer_id, assignee_id, created_at, updated_at)
       select $1, id, $2, $3, $3 from customer returning id`,
      [channelId, assigneeId, this.app.clock.now()],
    );
    return row?.id ?? 0;
  }

  /** An operator of the channels, signed in. */
  async operator(...channelIds: number[]): Promise<TestUser & { token: string }> {
    const operator = await this.app.signedIn();
    for (const id of channelIds) await this.app.addMember({ id }, operator);
    return operator;
  }

  updated(channelId: number, chatId: number): NewEvent {
    return { type: 'chat.updated', channelId, chatId };
  }
}

function positionOf(text: string): EventPosition {
  const position = decodeEventPosition(text);
  if (position === undefined) throw new Error(`no position: ${text}`);
  return position;
}
