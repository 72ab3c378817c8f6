import type { ApiAnswer } from './test-app.js';
import { HandDesk, startHandDesk } from './hand-desk.js';
import { type SendAnswer, until } from './test-desk.js';

export interface ScheduledAnswer extends SendAnswer {
  message: SendAnswer['message'] & { nextAttemptAt?: string };
  errors?: { field: string; code: string }[];
}

/** A desk on which messages are scheduled in seconds from now. */
export class ScheduleDesk {
  constructor(readonly hand: HandDesk) {}

  in(seconds: number): string {
    return new Date(this.hand.desk.app.clock.millis() + seconds * 1000).toISOString();
  }

  pass(seconds: number): void {
    this.hand.desk.app.clock.advance(seconds * 1000);
  }

  schedule(
    chatId: number,
    message: string,
    seconds: number,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<ScheduledAnswer>> {
    return this.hand.call('POST', '/api/waba/operator/send', {
      body: { chatId, message, scheduledAt: this.in(seconds) },
      headers,
    });
  }

  async scheduled(chatId: number, message: string, seconds: number): Promise<number> {
    const { status, body } = await this.schedule(chatId, message, seconds);
    if (status !== 202) throw new Error(`it was not scheduled: ${status} ${body.error}`);
    return body.message.id;
  }

  /** Resolves when nothing of these is pending any more; the clock goes on by `stepSeconds` between looks. */
  async done(ids: readonly number[], stepSeconds = 0): Promise<string[]> {
    let statuses: string[] = [];
    await until(async () => {
      this.pass(stepSeconds);
      const rows = await this.hand.desk.app.rows<{ status: string }>(
        'select status from messages where id = any($1) order by array_position($1::bigint[], id)',
        [ids],
      );
      statuses = rows.map(({ status }) => status);
      return !statuses.includes('pending');
    });
    return statuses;
  }
}

export async function startScheduleDesk(): Promise<ScheduleDesk> {
  const hand = await startHandDesk();
  await hand.faults({});
  return new ScheduleDesk(hand);
}
