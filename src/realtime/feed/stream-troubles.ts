import { isDatabaseAway } from '../../common/errors/normalize-error.js';
import type { Logger } from '../../common/logger.js';

const SAID_FOR_MS = 60_000;

/** What thousands of streams stumble over at once and every second anew, told to the log once a minute. */
export class StreamTroubles {
  private readonly saidAt = new Map<'away' | 'failure', number>();

  constructor(
    private readonly logger: Pick<Logger, 'warning' | 'failure'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  report(error: unknown): void {
    const kind = isDatabaseAway(error) ? 'away' : 'failure';
    const now = this.now();
    if (now - (this.saidAt.get(kind) ?? -Infinity) < SAID_FOR_MS) return;
    this.saidAt.set(kind, now);
    if (kind === 'away') this.logger.warning('the database is away; streams wait');
    else this.logger.failure('the events could not be read', error);
  }
}
