import { ApiError } from './errors/api-error.js';

/** Lets work of one key run one after the other, in the order it came, and that of other keys meanwhile. */
export class Turns {
  private readonly waiting = new Map<string | number, number>();
  private readonly last = new Map<string | number, Promise<unknown>>();

  constructor(private readonly maxWaiting: number) {}

  /** Throws 503 `OVERLOADED` where `maxWaiting` of the key wait already. */
  async run<T>(key: string | number, work: () => Promise<T>): Promise<T> {
    const ahead = this.waiting.get(key) ?? 0;
    if (ahead > this.maxWaiting) throw new ApiError('OVERLOADED');
    this.waiting.set(key, ahead + 1);
    const turn = (this.last.get(key) ?? Promise.resolve()).then(work, work);
    this.last.set(key, turn);
    try {
      return await turn;
    } finally {
      const left = (this.waiting.get(key) ?? 1) - 1;
      if (left > 0) this.waiting.set(key, left);
      else {
        this.waiting.delete(key);
        this.last.delete(key);
      }
    }
  }
}
