import { describe, expect, it } from '@jest/globals';
import { StartedParts, StartInterrupted } from './started-parts.js';

/** Parts that note their begin and end. */
function noted(): { parts: StartedParts; notes: string[]; begin: (name: string) => Promise<string> } {
  const parts = new StartedParts();
  const notes: string[] = [];
  const begin = (name: string): Promise<string> =>
    parts.begin(
      async () => {
        notes.push(`begin ${name}`);
        return name;
      },
      async (part) => {
        notes.push(`end ${part}`);
        if (part === 'broken') throw new Error('cannot end');
      },
    );
  return { parts, notes, begin };
}

describe('StartedParts', () => {
  it('ends what was begun, the last first, once', async () => {
    const { parts, notes, begin } = noted();
    expect([await begin('database'), await begin('server')]).toEqual(['database', 'server']);
    await Promise.all([parts.stop(), parts.stop()]);
    expect(notes).toEqual(['begin database', 'begin server', 'end server', 'end database']);
  });

  it('ends what did begin when the next part fails', async () => {
    const { parts, notes, begin } = noted();
    await begin('database');
    await expect(
      parts.begin(
        () => Promise.reject(new Error('no')),
        async () => undefined,
      ),
    ).rejects.toThrow('no');
    await parts.stop();
    expect(notes).toEqual(['begin database', 'end database']);
  });

  it('waits for the part that is just beginning, ends it and begins no other', async () => {
    const { parts, notes, begin } = noted();
    let ready: (part: string) => void = () => undefined;
    const beginning = parts.begin(
      () => new Promise<string>((resolve) => (ready = resolve)),
      async (part) => void notes.push(`end ${part}`),
    );
    const stopped = parts.stop();
    ready('server');
    await expect(beginning).rejects.toThrow(StartInterrupted);
    await stopped;
    await expect(begin('another')).rejects.toThrow(StartInterrupted);
    expect(notes).toEqual(['end server']);
  });

  it('ends the others when one cannot, and tells of it', async () => {
    const { parts, notes, begin } = noted();
    await begin('database');
    await begin('broken');
    await expect(parts.stop()).rejects.toThrow('cannot end');
    expect(notes.slice(2)).toEqual(['end broken', 'end database']);
  });

  it('lets work that is under way finish, and leaves nothing of it to end', async () => {
    const { parts, notes } = noted();
    let ready = (): void => undefined;
    const work = parts.finish(() => new Promise<void>((resolve) => (ready = resolve)));
    const stopped = parts.stop().then(() => notes.push('stopped'));
    ready();
    notes.push('worked');
    await expect(work).rejects.toThrow(StartInterrupted);
    await stopped;
    expect(notes).toEqual(['worked', 'stopped']);
  });
});
