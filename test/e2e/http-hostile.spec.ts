import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchangeRaw, RawAnswer, RawConnection } from '../support/raw-http.js';
import { startTestApp, TestApp } from '../support/test-app.js';

const HOST = 'Host: wa.shop.kz\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const LOGIN = `POST /api/auth/login HTTP/1.1\r\n${HOST}`;
const LIVE = `GET /api/health/live HTTP/1.1\r\n${HOST}`;
const TEN_GB = 10 * 1024 ** 3;

let app: TestApp;
let port: number;

beforeAll(async () => {
  app = await startTestApp({ environment: { CORS_ORIGINS: 'https://desk.shop.kz' } });
  port = Number(new URL(app.url).port);
});

afterAll(() => app.close());

const send = (bytes: string): Promise<RawAnswer> => exchangeRaw(port, bytes);

const withBody = (headers: string, body: string): string =>
  `${LOGIN}${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** Holds an answer to the one error body, in whose words nothing of the framework and nothing of the request shows. */
function expectProblem(answer: RawAnswer, status: number, code: string): void {
  expect({ status: answer.status, body: answer.body }).toEqual({ status, body: expect.stringContaining(`"${code}"`) });
  const problem = JSON.parse(answer.body) as Record<string, unknown>;
  expect(problem).toMatchObject({ status, code, title: expect.any(String), detail: expect.any(String) });
  expect(problem['error']).toBe(problem['detail']);
  expect(problem['requestId']).toBe(answer.headers.get('x-request-id'));
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.text).not.toMatch(/FST_|Fastify|at \S+ \(/);
  expectSecurityHeaders(answer);
}

function expectSecurityHeaders({ headers }: RawAnswer): void {
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-request-id')).toMatch(/^[A-Za-z0-9-]{1,64}$/);
}

describe('addresses nobody wrote by hand', () => {
  it.each(['/api/errors/%ff', '/%c0%af', '/api/waba/operator/message-status/%', '/api/errors/%E0%A4%A'])(
    'G20: %s is 400 BAD_URL',
    async (path) => {
      expectProblem(await send(`GET ${path} HTTP/1.1\r\n${HOST}\r\n`), 400, 'BAD_URL');
    },
  );

  it('G21: a parameter of 600 characters is 400 BAD_URL, one of 200 is simply not found', async () => {
    expectProblem(await send(`GET /api/errors/${'a'.repeat(600)} HTTP/1.1\r\n${HOST}\r\n`), 400, 'BAD_URL');
    expectProblem(await send(`GET /api/errors/${'a'.repeat(200)} HTTP/1.1\r\n${HOST}\r\n`), 404, 'NOT_FOUND');
  });

  it.each([
    '/api/waba/operator/message-status/1/',
    '//api/waba/operator/message-status/1',
    '/API/waba/operator/message-status/1',
    '/api/waba/operator;x/message-status/1',
    '/api%2Fwaba/operator/message-status/1',
    '/%61pi/waba/operator/message-status/1',
    '/api/./waba/operator/message-status/1',
    '/x/../api/waba/operator/message-status/1',
    '/api\\waba\\operator\\message-status\\1',
    '/api/waba/operator/message-status/1%00',
    'http://evil.example/api/waba/operator/message-status/1',
    '*',
  ])('G19: %s never gets past the guard', async (path) => {
    const { status } = await send(`GET ${path} HTTP/1.1\r\n${HOST}\r\n`);
    expect([400, 401, 404]).toContain(status);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'OPTIONS'])(
    'G17: %s on a POST route is not found',
    async (method) => {
      expectProblem(await send(`${method} /api/auth/login HTTP/1.1\r\n${HOST}\r\n`), 404, 'NOT_FOUND');
    },
  );

  it('G28: a header does not change the method or the path', async () => {
    const headers =
      'X-HTTP-Method-Override: GET\r\nX-Original-URL: /api/health/live\r\nX-Rewrite-URL: /api/health/live\r\n';
    expectProblem(await send(`GET /nothing HTTP/1.1\r\n${HOST}${headers}\r\n`), 404, 'NOT_FOUND');
  });

  it('answers HEAD with headers alone', async () => {
    const answer = await exchangeRaw(port, `HEAD /nothing HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
    expect(answer).toMatchObject({ status: 404, body: '' });
    expectSecurityHeaders(answer);
  });
});

describe('requests that are not quite HTTP', () => {
  const chunked = '0\r\n\r\n';

  it.each([
    [
      'Content-Length beside Transfer-Encoding',
      `${LOGIN}${JSON_TYPE}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    ],
    ['two lengths', `${LOGIN}${JSON_TYPE}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['chunked, identity', `${LOGIN}${JSON_TYPE}Transfer-Encoding: chunked, identity\r\n\r\n${chunked}`],
    ['bare line feeds', 'GET /api/health/live HTTP/1.1\nHost: x\n\n'],
    ['a folded header', `${LIVE}X-A: a\r\n b\r\n\r\n`],
    ['a length that is no number', `${LOGIN}${JSON_TYPE}Content-Length: 1e1\r\n\r\n{}`],
    ['a chunk size that is no number', `${LOGIN}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`],
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001'],
    ['HTTP/2 in clear text', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('G23: %s is 400 and the end of the connection', async (_, bytes) => {
    const answer = await send(bytes);
    expectProblem(answer, 400, 'BAD_REQUEST');
    expect(answer.headers.get('connection')).toBe('close');
  });

  it('asks for a Host', async () => {
    expectProblem(await send('GET /api/health/live HTTP/1.1\r\n\r\n'), 400, 'BAD_REQUEST');
  });

  it('G22: a header of 20 KB and 500 headers are 431', async () => {
    expectProblem(await send(`${LIVE}X-Long: ${'a'.repeat(20_480)}\r\n\r\n`), 431, 'HEADERS_TOO_LARGE');
    const many = Array.from({ length: 500 }, (_, n) => `X-${n}: a\r\n`).join('');
    expectProblem(await send(`${LIVE}${many}\r\n`), 431, 'HEADERS_TOO_LARGE');
  });

  it('G26: headers and bodies that drip are 408, and the connection ends', async () => {
    const [slowHeaders, slowBody] = [new RawConnection(port), new RawConnection(port)];
    slowHeaders.write('GET /api/health/live HTTP/1.1\r\nHost: ');
    slowBody.write(`${LOGIN}${JSON_TYPE}Content-Length: 4000\r\n\r\n`);
    const drip = setInterval(() => [slowHeaders, slowBody].forEach((connection) => connection.write('x')), 200);
    await Promise.all([slowHeaders.closed, slowBody.closed]);
    clearInterval(drip);
    expectProblem(slowHeaders.answer(), 408, 'REQUEST_TIMEOUT');
    expectProblem(slowBody.answer(), 408, 'REQUEST_TIMEOUT');
  });
});

describe('bodies', () => {
  it.each([
    ['with the type of a login', JSON_TYPE, 413, 'PAYLOAD_TOO_LARGE'],
    ['with another type', 'Content-Type: text/plain\r\n', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('G24: 10 GB announced with Expect, %s, are refused before a byte is asked for', async (_, type, status, code) => {
    const answer = await send(`${LOGIN}${type}Expect: 100-continue\r\nContent-Length: ${TEN_GB}\r\n\r\n`);
    expectProblem(answer, status, code);
    expect(answer.text).not.toContain('100 Continue');
    expect(answer.headers.get('connection')).toBe('close');
  });

  it('G24: a body that may come is asked for, and then read', async () => {
    const connection = new RawConnection(port);
    connection.write(`${LOGIN}${JSON_TYPE}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`);
    await connection.until((text) => text.includes('100 Continue'));
    connection.write('{}');
    await connection.until((text) => text.includes('VALIDATION'));
    expect(connection.answer().status).toBe(400);
    connection.destroy();
  });

  it('answers another expectation with 417', async () => {
    expectProblem(await send(`${LIVE}Expect: tea\r\n\r\n`), 417, 'EXPECTATION_FAILED');
  });

  it('G25: more than allowed is 413, announced or in chunks', async () => {
    const large = ' '.repeat(4_097);
    expectProblem(await send(withBody(JSON_TYPE, large)), 413, 'PAYLOAD_TOO_LARGE');
    const chunked = `${LOGIN}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n1001\r\n${large}\r\n0\r\n\r\n`;
    expectProblem(await send(chunked), 413, 'PAYLOAD_TOO_LARGE');
  });

  it('G25: a body that ends before its length never reaches the route', async () => {
    const connection = new RawConnection(port);
    connection.write(`${LOGIN}${JSON_TYPE}Content-Length: 100\r\n\r\n{}`);
    connection.end();
    await connection.closed;
    expect([0, 400]).toContain(connection.answer().status);
  });

  it('S37: 64 KiB and one byte are 413 where nothing else is said', async () => {
    const { status, body } = await app.call('POST', '/api/waba/operator/send', { body: ' '.repeat(65_537) });
    expect({ status, body }).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json\ta',
    'application/json garbage',
    'application/vnd.api+json',
    'application/jsonp',
    'application/json; charset=utf-16',
  ])('S38, S39: %p is 415', async (type) => {
    expectProblem(await send(withBody(`Content-Type: ${type}\r\n`, '{}')), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('S38: no type at all is 415; JSON in UTF-8, however spelt, is read', async () => {
    expectProblem(await send(withBody('', '{}')), 415, 'UNSUPPORTED_MEDIA_TYPE');
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"']) {
      expectProblem(await send(withBody(`Content-Type: ${type}\r\n`, '{}')), 400, 'VALIDATION');
    }
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, identity'])('S39: Content-Encoding %s is 415', async (encoding) => {
    expectProblem(
      await send(withBody(`${JSON_TYPE}Content-Encoding: ${encoding}\r\n`, '{}')),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
  });

  it('refuses what is no JSON and what reaches for a prototype', async () => {
    expectProblem(await send(withBody(JSON_TYPE, '{"email":')), 400, 'BAD_JSON');
    expectProblem(await send(withBody(JSON_TYPE, '{"__proto__":{"role":"admin"}}')), 400, 'BAD_JSON');
  });
});

describe('what every answer says', () => {
  it('G34: carries the security headers, on success as on a preflight', async () => {
    const live = await send(`${LIVE}\r\n`);
    expect(live.status).toBe(200);
    expect(live.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expectSecurityHeaders(live);
    const preflight = `OPTIONS /api/auth/login HTTP/1.1\r\n${HOST}Origin: https://desk.shop.kz\r\nAccess-Control-Request-Method: POST\r\n\r\n`;
    expectSecurityHeaders(await send(preflight));
  });

  it.each([
    ['abc-123', 'abc-123'],
    ['a b', undefined],
    ['a'.repeat(65), undefined],
    ['<script>', undefined],
  ])('G34: a request id of %p is kept only when it is harmless', async (given, expected) => {
    const { headers } = await send(`${LIVE}X-Request-Id: ${given}\r\n\r\n`);
    const id = headers.get('x-request-id');
    if (expected === undefined) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    else expect(id).toBe(expected);
  });

  it('G29: lets the listed origin in and no other', async () => {
    const origin = async (name: string): Promise<string | undefined> =>
      (await send(`${LIVE}Origin: ${name}\r\n\r\n`)).headers.get('access-control-allow-origin');
    expect(await origin('https://desk.shop.kz')).toBe('https://desk.shop.kz');
    expect(await origin('https://evil.example')).toBeUndefined();
    expect(await origin('null')).toBeUndefined();
  });

  it('G30: a foreign Host shows up nowhere', async () => {
    const answer = await send('GET /nothing HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n');
    expectProblem(answer, 404, 'NOT_FOUND');
    expect(answer.text).not.toContain('evil.example');
  });

  it('G31: answers JSON to whoever would rather have HTML', async () => {
    const accept = `Accept: text/html,${'application/xml;q=0.1,'.repeat(200)}*/*;q=0\r\n`;
    expectProblem(await send(`GET /nothing HTTP/1.1\r\n${HOST}${accept}\r\n`), 404, 'NOT_FOUND');
  });

  it('speaks Russian to whoever asks for it', async () => {
    const { body } = await send(`GET /nothing HTTP/1.1\r\n${HOST}Accept-Language: ru-RU,ru;q=0.9,en;q=0.8\r\n\r\n`);
    expect(JSON.parse(body)).toMatchObject({ error: 'По этому адресу ничего нет.' });
  });
});
