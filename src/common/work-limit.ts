import { ApiError } from './errors/api-error.js';

/** Lets so many pieces of work run at once and so many wait; refuses the rest with 503 `OVERLOADED`. */
export class WorkLimit {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < this.maxRunning) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.maxWaiting) throw new ApiError('OVERLOADED');
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private leave(): void {
    const next = this.waiting.shift();
    // The place is handed over rather than given up, or a newcomer could take it before the one who waited.
    if (next) next();
    else this.running -= 1;
  }
}
