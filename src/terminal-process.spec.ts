import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { terminalProcess } from './terminal-process.js';

describe('terminalProcess', () => {
  let emitter: EventEmitter;
  let seen: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    emitter = new EventEmitter();
    seen = [];
    const ending = terminalProcess(emitter as NodeJS.Process);
    for (const name of ['SIGTERM', 'SIGINT'] as const) ending.on(name, () => void seen.push(name));
    ending.on('uncaughtException', () => void seen.push('crash'));
  });
  afterEach(() => void jest.useRealTimers());

  it('hears one Ctrl-C that arrives twice once', () => {
    emitter.emit('SIGINT', 'SIGINT');
    jest.advanceTimersByTime(1);
    emitter.emit('SIGINT', 'SIGINT');
    expect(seen).toEqual(['SIGINT']);
  });

  it('hears a second Ctrl-C', () => {
    emitter.emit('SIGINT', 'SIGINT');
    jest.advanceTimersByTime(700);
    emitter.emit('SIGINT', 'SIGINT');
    expect(seen).toEqual(['SIGINT', 'SIGINT']);
  });

  it('takes a closed terminal for SIGTERM', () => {
    emitter.emit('SIGHUP', 'SIGHUP');
    expect(seen).toEqual(['SIGTERM']);
  });

  it('passes every crash on', () => {
    emitter.emit('uncaughtException', new Error('one'));
    emitter.emit('uncaughtException', new Error('two'));
    expect(seen).toEqual(['crash', 'crash']);
  });
});
