import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from './common/logger.js';
import { EndableProcess, Lifecycle } from './lifecycle.js';

/** A process that only notes how it was ended. */
class NotedProcess {
  readonly exits: number[] = [];
  readonly lines: string[] = [];
  private readonly listeners = new Map<string, (argument: unknown) => void>();
  readonly lifecycle = new Lifecycle(
    new Logger('info', { write: (line: string) => void this.lines.push(line) }),
    { on: this.on.bind(this), exit: this.exit.bind(this) } as EndableProcess,
    { drainMs: 9_000, crashMs: 5_000 },
  );

  constructor() {
    this.lifecycle.watch();
  }

  emit(event: string, argument?: unknown): void {
    this.listeners.get(event)?.(argument);
  }

  private on(event: string, listener: (argument: unknown) => void): void {
    this.listeners.set(event, listener);
  }

  private exit(code: number): void {
    this.exits.push(code);
  }
}

const never = new Promise<void>(() => undefined);

describe('Lifecycle', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each(['SIGTERM', 'SIGINT'])('stops on %s and then exits with 0', async (signal) => {
    const noted = new NotedProcess();
    const stop = jest.fn(async () => undefined);
    noted.lifecycle.onStop(stop);
    noted.emit(signal);
    expect(noted.exits).toEqual([]);
    await jest.advanceTimersByTimeAsync(0);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(noted.exits).toEqual([0]);
  });

  it('exits at once while there is nothing to stop yet', async () => {
    const noted = new NotedProcess();
    noted.emit('SIGTERM');
    await jest.advanceTimersByTimeAsync(0);
    expect(noted.exits).toEqual([0]);
  });

  it('gives up with 1 when stopping takes too long, and not a moment earlier', async () => {
    const noted = new NotedProcess();
    noted.lifecycle.onStop(() => never);
    noted.emit('SIGTERM');
    await jest.advanceTimersByTimeAsync(8_999);
    expect(noted.exits).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(noted.exits).toEqual([1]);
  });

  it('exits with 1 when stopping fails', async () => {
    const noted = new NotedProcess();
    noted.lifecycle.onStop(() => Promise.reject(new Error('no')));
    noted.emit('SIGINT');
    await jest.advanceTimersByTimeAsync(0);
    expect(noted.exits).toEqual([1]);
  });

  it('lets a second signal end it at once', () => {
    const noted = new NotedProcess();
    noted.lifecycle.onStop(() => never);
    noted.emit('SIGINT');
    noted.emit('SIGINT');
    expect(noted.exits).toEqual([130]);
  });

  it('logs what nobody caught, redacted, stops and exits with 1 after 5 s at the latest', async () => {
    const noted = new NotedProcess();
    noted.lifecycle.onStop(() => never);
    noted.emit('uncaughtException', new Error('lost postgres://wa:s3cret@db'));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(noted.exits).toEqual([1]);
    expect(noted.lines.join('')).toContain('an error that nobody caught');
    expect(noted.lines.join('')).not.toContain('s3cret');
  });

  it('does not begin anew for an error in the middle of stopping', async () => {
    const noted = new NotedProcess();
    const stop = jest.fn(() => never);
    noted.lifecycle.onStop(stop);
    noted.emit('SIGTERM');
    noted.emit('uncaughtException', new Error('late'));
    await jest.advanceTimersByTimeAsync(8_999);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(noted.exits).toEqual([]);
  });
});
