import { afterAll, beforeAll, describe, it, expect } from '@jest/globals';
import { fileTypeFromBuffer } from 'file-type';
import { request } from 'undici';
import { Harness, startHarness } from '../testing/simulator-harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ files: { 'extra/note.txt': { contentType: 'text/plain', body: Buffer.from('hi') } } });
});
afterAll(() => harness.close());

async function bytesOf(path: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(`${harness.simulator.url}${path}`)).arrayBuffer());
}

describe('/files', () => {
  it.each([
    ['photo.jpg', 'image/jpeg'],
    ['photo.png', 'image/png'],
    ['invoice.pdf', 'application/pdf'],
  ])('serves a real %s', async (name, mime) => {
    const bytes = await bytesOf(`/files/${name}`);
    expect((await fileTypeFromBuffer(bytes))?.mime).toBe(mime);
    expect(bytes.length).toBeLessThan(60 * 1024);
  });

  it('has a PDF whose cross-reference table is right', async () => {
    const pdf = (await bytesOf('/files/invoice.pdf')).toString('latin1');
    const table = Number(/startxref\n(\d+)\n/.exec(pdf)?.[1]);
    expect(pdf.slice(table, table + 4)).toBe('xref');
    const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
    expect(offsets.map((offset) => pdf.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5].map((id) => `${id} 0 obj`));
  });

  it('has hostile files', async () => {
    expect(await bytesOf('/files/huge.jpg')).toHaveLength(6 * 1024 * 1024);
    expect(await bytesOf('/files/empty.pdf')).toHaveLength(0);
    expect((await bytesOf('/files/fake.png')).toString()).toContain('<script>');
    const redirect = await fetch(`${harness.simulator.url}/files/redirect`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([302, 'http://169.254.169.254/']);
    expect((await fetch(`${harness.simulator.url}/files/missing`)).status).toBe(404);
    expect((await fetch(`${harness.simulator.url}/files/constructor`)).status).toBe(404);
  });

  it.each(['slow', 'endless'])('begins %s with a byte of a photo', async (name) => {
    const { body } = await request(`${harness.simulator.url}/files/${name}`);
    const first = await body[Symbol.asyncIterator]().next();
    expect((first.value as Buffer)[0]).toBe(0xff);
    body.on('error', () => undefined).destroy();
  });

  it.each([
    ['/photo.jpg', 200],
    ['/files/photo.jpg', 200],
    ['/extra/note.txt?x=1', 200],
    ['/', 200],
    ['/control/sent', 404],
    ['/docs', 404],
  ])('answers example.com%s with %d', async (path, status) => {
    const answer = await request(`${harness.simulator.url}${path}`, { headers: { host: 'example.com' } });
    await answer.body.dump();
    expect(answer.statusCode).toBe(status);
  });
});

describe('CORS', () => {
  it.each([
    ['http://localhost:5173', 'http://localhost:5173'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['https://evil.example', null],
    ['http://localhost.evil.example', null],
  ])('treats the origin %s', async (origin, allowed) => {
    const answer = await fetch(`${harness.simulator.url}/control/sent`, { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
  });
});
