import { readdir, stat, utimes } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UploadJanitor } from '../../src/media/uploads/upload-janitor.service.js';
import { INVOICE_PDF } from '../../src/simulator/files/file-catalogue.js';
import { PHOTO_JPEG } from '../../src/simulator/files/photo-jpeg.js';
import { newest, serve } from '../support/media-desk.js';
import { startTestDesk, until, type TestDesk } from '../support/test-desk.js';

const MIB = 1024 * 1024;
const DAY_MS = 24 * 3_600_000;
const PATH = '/api/waba/operator/media';
const BOUNDARY = 'xBOUNDARYx';

interface Uploaded {
  id: number;
  mimeType: string;
  size: number;
  sha256: string;
  filename: string | null;
  expiresAt: string;
  code: string;
}

describe('uploads', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600', LOG_LEVEL: 'error' } });
  });

  afterAll(async () => {
    await desk.close();
  });

  async function post(form: FormData, token = desk.operator.token): Promise<{ status: number; body: Uploaded }> {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${desk.app.url}${PATH}`, { method: 'POST', headers, body: form });
    return { status: response.status, body: (await response.json()) as Uploaded };
  }

  function formOf(bytes: Buffer, name = 'photo.jpg', field = 'file'): FormData {
    const form = new FormData();
    form.append(field, new Blob([new Uint8Array(bytes)]), name);
    return form;
  }

  /** A request written by hand; gives the status, or 0 where the connection just ended. */
  function raw(head: string[], body: Buffer | string, options: { breakOff?: boolean } = {}): Promise<number> {
    const { hostname, port } = new URL(desk.app.url);
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      let text = '';
      socket.on('data', (data) => {
        text += data.toString('latin1');
        if (text.includes('\r\n\r\n')) socket.end();
      });
      socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)));
      socket.on('error', () => undefined);
      const lines = [`POST ${PATH} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${desk.operator.token}`, ...head];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      socket.write(body, () => {
        if (options.breakOff === true) socket.destroy();
      });
    });
  }

  function partOf(bytes: Buffer, disposition = 'form-data; name="file"; filename="a.jpg"'): Buffer {
    const head = `--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\nContent-Type: image/jpeg\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n')]);
  }

  const END = Buffer.from(`--${BOUNDARY}--\r\n`);
  const FORM = `Content-Type: multipart/form-data; boundary=${BOUNDARY}`;
  const sized = (body: Buffer): string[] => [FORM, `Content-Length: ${body.length}`];

  async function leftovers(): Promise<string[]> {
    return readdir(join(desk.app.config.mediaDir, 'tmp')).catch(() => []);
  }

  it('are stored, described and shown to who uploaded them alone', async () => {
    const { status, body } = await post(formOf(PHOTO_JPEG, '../../Фото 1.jpg'));
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      mimeType: 'image/jpeg',
      size: PHOTO_JPEG.length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      filename: 'Фото 1.jpg',
      expiresAt: '2026-03-02T12:00:00.000Z',
    });
    const own = await fetch(`${desk.app.url}${PATH}/${body.id}`, {
      headers: { authorization: `Bearer ${desk.operator.token}` },
    });
    expect(own.status).toBe(200);
    await own.arrayBuffer();
    const colleague = await desk.app.signedIn({ role: 'admin' });
    expect((await desk.get(`${PATH}/${body.id}`, colleague.token)).status).toBe(404);
    expect(await leftovers()).toEqual([]);
  });

  it('are sent by their id, as often as their owner likes, and the same bytes go to Meta once', async () => {
    const { body: upload } = await post(formOf(INVOICE_PDF, 'счёт.pdf'));
    for (const message of ['Счёт', 'Ещё раз']) {
      const sent = await desk.send({ chatId: desk.chatId, type: 'document', message, mediaId: upload.id });
      expect(sent.status).toBe(200);
    }
    const again = await post(formOf(INVOICE_PDF, 'other.pdf'));
    expect(again.body.id).not.toBe(upload.id);
    expect(
      (await desk.send({ chatId: desk.chatId, type: 'document', message: 'x', mediaId: again.body.id })).status,
    ).toBe(200);
    const { sent } = await desk.control<{ sent: { type: string; body: { document: object } }[] }>('GET', 'sent');
    const documents = sent.filter(({ type }) => type === 'document').map(({ body }) => body.document);
    expect(documents).toHaveLength(3);
    expect(documents.map((document) => String('filename' in document && document.filename)).toSorted()).toEqual([
      'other.pdf',
      'счёт.pdf',
      'счёт.pdf',
    ]);
    expect(new Set(documents.map((document) => 'id' in document && document.id)).size).toBe(1);
    const { mediaUrl, media } = await newest(desk);
    expect(media).toMatchObject({ state: 'available', mimeType: 'application/pdf' });
    const served = await serve(desk, mediaUrl);
    expect(Buffer.from(await served.arrayBuffer()).equals(INVOICE_PDF)).toBe(true);
  });

  it('of others, of no one and of yesterday are all the same: 400', async () => {
    const { body: upload } = await post(formOf(PHOTO_JPEG));
    const colleague = await desk.app.signedIn();
    await desk.app.rows('insert into channel_members (channel_id, user_id) values ($1, $2)', [
      desk.fixture.channelId,
      colleague.id,
    ]);
    const send = (mediaId: number, token: string) =>
      desk.send({ chatId: desk.chatId, type: 'image', message: 'x', mediaId }, {}, token);
    const foreign = await send(upload.id, colleague.token);
    const missing = await send(999_999, colleague.token);
    expect(foreign.status).toBe(400);
    expect(foreign.body).toMatchObject({ code: 'VALIDATION', errors: [{ field: 'mediaId', code: 'MEDIA_ID' }] });
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    const [file] = await desk.app.rows<{ id: number }>('select id from media where chat_id is not null limit 1');
    expect((await send(file?.id ?? 0, desk.operator.token)).status).toBe(400);
  });

  it.each([
    ['with a URL too', { type: 'image', mediaUrl: 'https://example.com/photo.jpg' }, 'ONE_FILE'],
    ['for a type without a file', { type: 'text' }, 'NOT_FOR_TYPE'],
    ['as a word', { type: 'image', mediaId: 'x' }, 'ID'],
  ])('are refused %s', async (_, more, code) => {
    const answer = await desk.send({ chatId: desk.chatId, message: 'x', mediaId: 1, ...more });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ field: 'mediaId', code }] });
  });

  it('of one kind do not go as another', async () => {
    const { body: upload } = await post(formOf(INVOICE_PDF, 'x.pdf'));
    const answer = await desk.send({ chatId: desk.chatId, type: 'image', message: 'x', mediaId: upload.id });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('MEDIA_TYPE');
  });

  it.each([
    ['html as png', Buffer.from('<!doctype html><script>alert(1)</script>'), 'a.png', 415],
    ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg', 415],
    ['a program', Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(100)]), 'a.jpg', 415],
    ['a zip as pdf', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)]), 'a.pdf', 415],
    ['nothing', Buffer.alloc(0), 'a.jpg', 400],
    ['a JPEG of 5 MiB and more', Buffer.concat([PHOTO_JPEG, Buffer.alloc(5 * MIB)]), 'a.jpg', 413],
  ])('refuse %s (D1, D3, D5)', async (_, bytes, name, status) => {
    expect((await post(formOf(bytes, name))).status).toBe(status);
    expect(await leftovers()).toEqual([]);
  });

  it('refuse a form that is not one file (D3, D4)', async () => {
    const two = formOf(PHOTO_JPEG);
    two.append('file', new Blob([new Uint8Array(PHOTO_JPEG)]), 'b.jpg');
    const many = new FormData();
    for (let index = 0; index < 1000; index += 1) many.append(`f${index}`, 'x');
    const beside = formOf(PHOTO_JPEG);
    beside.append('chatId', '1');
    const forms: [FormData, number[]][] = [
      [new FormData(), [400]],
      [formOf(PHOTO_JPEG, 'a.jpg', 'other'), [400]],
      [formOf(PHOTO_JPEG, 'a.jpg', '__proto__'), [400]],
      [formOf(PHOTO_JPEG, 'a.jpg', 'x'.repeat(MIB)), [400, 413]],
      [two, [400, 413]],
      [many, [400, 413]],
      [beside, [400, 413]],
    ];
    for (const [form, wanted] of forms) expect(wanted).toContain((await post(form)).status);
    expect(await leftovers()).toEqual([]);
  });

  it.each([
    ['no boundary', ['Content-Type: multipart/form-data', 'Content-Length: 4'], Buffer.from('abcd'), [400, 415]],
    [
      'an empty boundary',
      ['Content-Type: multipart/form-data; boundary=', 'Content-Length: 4'],
      Buffer.from('abcd'),
      [400, 415],
    ],
    ['another boundary', sized(Buffer.from('--other--\r\n')), Buffer.from('--other--\r\n'), [400]],
    ['JSON', ['Content-Type: application/json', 'Content-Length: 2'], Buffer.from('{}'), [415]],
    ['no end', sized(partOf(PHOTO_JPEG)), partOf(PHOTO_JPEG), [400]],
    [
      'a part without a name',
      sized(Buffer.concat([partOf(PHOTO_JPEG, 'form-data'), END])),
      Buffer.concat([partOf(PHOTO_JPEG, 'form-data'), END]),
      [400, 413],
    ],
    ['more than all it may have', [FORM, `Content-Length: ${200 * MIB}`], partOf(PHOTO_JPEG), [413]],
  ])('refuse %s (D2, D4)', async (_, head, body, wanted) => {
    expect(wanted).toContain(await raw(head, body));
    expect(await leftovers()).toEqual([]);
  });

  it('that break off leave no file (D9)', async () => {
    const bytes = Buffer.concat([PHOTO_JPEG, Buffer.alloc(2 * MIB)]);
    const whole = Buffer.concat([partOf(bytes), END]);
    const rows = await desk.count('media');
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      const cut = Math.floor((whole.length * tenth) / 11);
      await raw(sized(whole), whole.subarray(0, cut), { breakOff: true });
    }
    await until(
      async () => (await leftovers()).length === 0,
      () => 'the temporary files are gone',
    );
    expect(await desk.count('media')).toBe(rows);
  });

  it('are limited for each user: 429 (D15)', async () => {
    const user = await desk.app.signedIn();
    await desk.app.rows(
      `insert into media (uploaded_by, state, mime_type, size, sha256, storage_key, created_at, expires_at)
       select $1, 'available', 'image/jpeg', 1, 'x', 'x', $2, $2::timestamptz + interval '1 day' from generate_series(1, 499)`,
      [user.id, desk.app.clock.now()],
    );
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(formOf(PHOTO_JPEG), user.token)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 429, 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.body.code).toBe('QUOTA');
    await desk.app.rows('delete from media where uploaded_by = $1', [user.id]);
  });

  it('go after a day with their bytes, unless a message has them', async () => {
    const lonely = await post(formOf(Buffer.from('Никому не нужный текст.'), 'a.txt'));
    const used = await post(formOf(Buffer.from('Нужный текст.'), 'b.txt'));
    expect(
      (await desk.send({ chatId: desk.chatId, type: 'document', message: 'x', mediaId: used.body.id })).status,
    ).toBe(200);
    const pathOf = ({ sha256 }: Uploaded): string =>
      join(desk.app.config.mediaDir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    const janitor = desk.app.app.get(UploadJanitor, { strict: false });
    desk.app.clock.advance(DAY_MS);
    // Somebody may be about to write a row for what was put there just now.
    await janitor.sweep();
    await stat(pathOf(lonely.body));
    await utimes(pathOf(lonely.body), 1, 1);
    await utimes(pathOf(used.body), 1, 1);
    await janitor.sweep();
    await expect(stat(pathOf(lonely.body))).rejects.toThrow('ENOENT');
    await stat(pathOf(used.body));
    const rows = await desk.app.rows('select 1 from media where id = any($1)', [[lonely.body.id, used.body.id]]);
    expect(rows).toEqual([]);
  });
});
