import { describe, expect, it } from '@jest/globals';
import { localStorageSession, type Session } from './session.js';
import { USER } from './testing/scripted-server.js';

describe('localStorageSession', () => {
  const SESSION: Session = { accessToken: 'a', refreshToken: 'r', renewAt: 1, user: USER };

  it('keeps the session under its key, and reads nonsense as none', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const store = localStorageSession('wa', storage);
    expect(store.read()).toBeUndefined();
    void store.write(SESSION);
    expect(localStorageSession('wa', storage).read()).toEqual(SESSION);
    expect([...kept.keys()]).toEqual(['wa']);
    void store.write(undefined);
    expect(kept.size).toBe(0);
    for (const nonsense of ['{', '7', 'null', '{}', '{"accessToken":"a","refreshToken":"r"}']) {
      kept.set('wa', nonsense);
      expect([nonsense, store.read()]).toEqual([nonsense, undefined]);
    }
  });
});
