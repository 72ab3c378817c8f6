import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { receiveBody } from './receive-body.js';

const KIB = Buffer.alloc(1024, 'x');

/** What was received while nobody read it, as with a disk that takes nothing. */
function received(maxBytes: number) {
  const body = new PassThrough({ highWaterMark: 1024 * 1024 });
  let ends = 0;
  const result = receiveBody(body, maxBytes, () => {
    ends += 1;
  });
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
});
