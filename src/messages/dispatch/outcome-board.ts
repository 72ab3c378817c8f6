import { Injectable } from '@nestjs/common';

/** Lets requests of this process hear at once when something became of their message. */
@Injectable()
export class OutcomeBoard {
  private readonly listeners = new Map<number, Set<() => void>>();

  tell(messageId: number): void {
    for (const listener of this.listeners.get(messageId) ?? []) listener();
  }

  /** Resolves at the next word about the message, or after so many milliseconds. */
  async wait(messageId: number, milliseconds: number): Promise<void> {
    const listeners = this.listeners.get(messageId) ?? new Set();
    this.listeners.set(messageId, listeners);
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        listeners.delete(done);
        if (listeners.size === 0) this.listeners.delete(messageId);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      listeners.add(done);
    });
  }
}
