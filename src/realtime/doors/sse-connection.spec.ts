import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventFrame } from '../view/event-frame.js';
import { HEARTBEAT_MS, SseConnection } from './sse-connection.js';

const FRAME = EventFrame.ofReset('NzQyLjE3', { type: 'reset', reason: 'unknown', refetch: ['chats'] });

/** An answer whose socket takes what is written only when told to. */
class Answer extends EventEmitter {
  text = '';
  isDestroyed = false;
  readonly socket = { setNoDelay: (): void => undefined };
  private readonly taken: (() => void)[] = [];

  writeHead(): void {
    // Tried in the e2e tests.
  }

  write(chunk: string | Buffer, taken?: () => void): void {
    this.text += chunk.toString();
    if (taken) this.taken.push(taken);
  }

  end(chunk: string): void {
    this.text += chunk;
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  takeAll(): void {
    for (const taken of this.taken.splice(0)) taken();
  }
}

describe('an SSE connection', () => {
  let answer: Answer;
  let onEnd: jest.Mock<() => void>;
  let position: string;

  beforeEach(() => {
    jest.useFakeTimers();
    answer = new Answer();
    onEnd = jest.fn<() => void>();
    position = 'NzQyLjA';
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function open(): SseConnection {
    // Only what is used of it.
    const connection = new SseConnection(answer as object as ServerResponse, { position: () => position, onEnd });
    connection.open({}, 'NzQyLjA');
    answer.text = '';
    return connection;
  }

  it('is heard of every 20 s, with the position where that has moved on', () => {
    open();
    jest.advanceTimersByTime(HEARTBEAT_MS);
    expect(answer.text).toBe(': \n\n');
    position = 'NzUwLjA';
    jest.advanceTimersByTime(HEARTBEAT_MS * 2);
    expect(answer.text).toBe(': \n\n: \nid: NzUwLjA\n\n: \n\n');
  });

  it('never sends back a reader who has been given more than the position says', () => {
    const connection = open();
    connection.write([FRAME]);
    answer.takeAll();
    answer.text = '';
    jest.advanceTimersByTime(HEARTBEAT_MS);
    expect(answer.text).toBe(': \n\n');
    position = 'NzQyLjE4';
    jest.advanceTimersByTime(HEARTBEAT_MS);
    expect(answer.text).toBe(': \n\n: \nid: NzQyLjE4\n\n');
  });

  it('counts what the socket has not taken', () => {
    const connection = open();
    connection.write([FRAME, FRAME]);
    expect(connection.backlog).toEqual({ events: 2, bytes: FRAME.sse.length * 2 });
    answer.takeAll();
    expect(connection.backlog).toEqual({ events: 0, bytes: 0 });
  });

  it('ends with a resync where nothing was taken from one heartbeat to the next', () => {
    open().write([FRAME]);
    answer.text = '';
    jest.advanceTimersByTime(HEARTBEAT_MS);
    expect(answer.text).toBe('');
    jest.advanceTimersByTime(HEARTBEAT_MS);
    expect(answer.text).toBe('event: resync\ndata: {"type":"resync","reason":"slow_reader"}\n\n');
    jest.advanceTimersByTime(2_000);
    expect(answer.isDestroyed).toBe(true);
  });

  it('says goodbye once, and then nothing', () => {
    const connection = open();
    connection.close('session_ended');
    connection.close('shutdown');
    connection.write([FRAME]);
    jest.advanceTimersByTime(HEARTBEAT_MS * 2);
    answer.emit('close');
    expect(answer.text).toMatch(/^event: bye\nretry: \d+\ndata: \{"type":"bye","reason":"session_ended",.*\}\n\n$/);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('says goodbye also where it was closed before it had begun', () => {
    const connection = new SseConnection(answer as object as ServerResponse, { position: () => position, onEnd });
    connection.close('too_many_streams');
    expect(answer.text).toBe('');
    connection.open({}, 'NzQyLjA');
    expect(answer.text).toMatch(/^retry: \d+\nid: NzQyLjA\n\nevent: bye\n/);
  });

  it('begins nothing for a client that hung up before it had begun', () => {
    const connection = new SseConnection(answer as object as ServerResponse, { position: () => position, onEnd });
    answer.emit('close');
    connection.open({}, 'NzQyLjA');
    expect([answer.text, jest.getTimerCount()]).toEqual(['', 0]);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});
