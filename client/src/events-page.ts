import type { components } from './schema.js';
import type { Transport } from './transport.js';

export const EVENTS_PATH = '/api/waba/operator/events';

type EventList = components['schemas']['EventList'];

/** The JSON door to the same events: for where the sequence stands, and for what was missed. */
export class EventsPage {
  constructor(private readonly transport: Transport) {}

  /** Where the sequence stands now. */
  now(signal: AbortSignal): Promise<EventList> {
    return this.get({}, signal);
  }

  /** What follows a position. */
  after(after: string, signal: AbortSignal): Promise<EventList> {
    return this.get({ after }, signal);
  }

  private async get(query: object, signal: AbortSignal): Promise<EventList> {
    const headers = { Accept: 'application/json' };
    const { data } = await this.transport.request<EventList>({
      method: 'get',
      path: EVENTS_PATH,
      query,
      headers,
      signal,
    });
    return data;
  }
}
