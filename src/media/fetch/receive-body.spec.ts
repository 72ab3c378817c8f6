import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { receiveBody } from './receive-body.js';
import { WaitingBytes } from './waiting-bytes.js';

const KIB = Buffer.alloc(1024, 'x');

/** What was received while nobody read it, as with a disk that takes nothing. */
function received(maxBytes: number, waiting = new WaitingBytes()) {
  const body = new PassThrough({ highWaterMark: 1024 * 1024 });
  let ends = 0;
  const onEnd = (): void => {
    ends += 1;
  };
  const result = receiveBody(body, maxBytes, onEnd, waiting);
  return { body, ends: () => ends, ...result };
}

describe('receiveBody', () => {
  it('hangs up on the first byte too many though nothing was taken of the rest', async () => {
    const { body, ends, chunks, refusal } = received(4 * 1024);
    for (let sent = 0; sent < 4; sent += 1) body.write(KIB);
    await new Promise(setImmediate);
    expect([refusal(), ends(), body.destroyed]).toEqual([null, 0, false]);
    body.write('x');
    await once(body, 'close');
    expect(refusal()).toMatchObject({ code: 'MEDIA_TOO_LARGE' });
    expect([ends(), body.destroyed]).toEqual([1, true]);
    await expect(buffer(chunks)).rejects.toThrow('more than it may have');
  });

  it('needs nothing more of the other side once all came, and keeps every byte for a slow disk', async () => {
    const { body, ends, chunks, refusal } = received(2 * 1024);
    body.write(KIB);
    body.end(KIB);
    await once(body, 'close');
    expect([refusal(), ends()]).toEqual([null, 1]);
    expect(await buffer(chunks)).toEqual(Buffer.concat([KIB, KIB]));
  });

  it.each([
    [new Error('broken'), 'broken'],
    [undefined, 'it ended before its end'],
  ])('fails where the body ends with %p before its end', async (error, words) => {
    const { body, ends, chunks, refusal } = received(2 * 1024);
    body.write(KIB);
    body.destroy(error);
    await expect(buffer(chunks)).rejects.toThrow(words);
    expect([refusal(), ends()]).toEqual([null, 1]);
  });

  it('hangs up on what brings more than may wait in memory, and on nobody else', async () => {
    const waiting = new WaitingBytes(4 * 1024);
    const first = received(8 * 1024, waiting);
    const second = received(8 * 1024, waiting);
    for (const { body } of [first, second]) body.write(Buffer.concat([KIB, KIB]));
    await new Promise(setImmediate);
    expect([first.ends(), second.ends()]).toEqual([0, 0]);
    second.body.write('x');
    await once(second.body, 'close');
    expect(() => second.refusal()).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    expect([second.ends(), first.ends(), first.refusal()]).toEqual([1, 0, null]);
    await expect(buffer(second.chunks)).rejects.toThrow('more than it may have');
    // What the other one held is free again, and what a disk has taken too.
    first.body.write(Buffer.concat([KIB, KIB]));
    await new Promise(setImmediate);
    const taken = buffer(first.chunks);
    await new Promise(setImmediate);
    first.body.end(Buffer.concat([KIB, KIB, KIB]));
    expect((await taken).length).toBe(7 * 1024);
    expect(first.refusal()).toBeNull();
  });
});
