import type { NewEvent } from '../../src/events/event-types.js';
import { EventsService } from '../../src/events/events.service.js';
import { SseClient, type SseOptions } from './sse-client.js';
import type { ApiAnswer, TestApp, TestUser } from './test-app.js';

export const EVENTS_PATH = '/api/waba/operator/events';

export interface EventsAnswer {
  events: { id: string; type: string; chatId: number | null; data: Record<string, unknown> }[];
  lastId: string;
  reset: { type: string; reason: string; refetch: string[] } | null;
}

/** The doors to the events of an application, and what makes some. */
export class EventsDesk {
  constructor(readonly app: TestApp) {}

  stream({ query = '', ...options }: SseOptions & { query?: string }): Promise<SseClient> {
    return SseClient.open(`${this.app.url}${EVENTS_PATH}${query}`, options);
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
