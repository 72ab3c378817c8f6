import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../support/browser.js';
import { openChat123 } from '../support/chat-123.js';
import { describeInBrowser } from '../support/describe-in-browser.js';
import { type OriginServer, startOrigin } from '../support/react-page.js';
import { startTestDesk, type TestDesk } from '../support/test-desk.js';

const CONTRACT = new URL('../../docs/contract/operator-api.ru.md', import.meta.url);

// A page takes a second or two, and many times that where the machine has other things to do.
jest.setTimeout(120_000);

/** The contract's React component, with another host. */
function contractComponent(host: string): string {
  const tsx = /```tsx\n(.*?)```/s.exec(readFileSync(CONTRACT, 'utf8'))?.[1] ?? '';
  return tsx.replaceAll('https://bm.drawbridge.kz', host);
}

describeInBrowser('the React example of the contract', () => {
  let allowed: OriginServer;
  let stranger: OriginServer;
  let desk: TestDesk;
  let browser: Browser;

  beforeAll(async () => {
    allowed = await startOrigin();
    stranger = await startOrigin();
    desk = await startTestDesk({ environment: { CORS_ORIGINS: allowed.origin } });
    await openChat123(desk);
    browser = await launchBrowser();
    const tsx = contractComponent(desk.app.url);
    const props = { chatId: 123, token: desk.operator.token };
    for (const site of [allowed, stranger]) site.show({ tsx, name: 'ChatOperatorPanel', props });
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    await allowed?.close();
    await stranger?.close();
  });

  /** Writes a message in the panel of a page, sends it, and gives what the page alerts. */
  const write = async (page: Page, site: OriginServer, text: string): Promise<string> => {
    await page.goto(site.origin);
    await page.getByPlaceholder('Введите сообщение...').fill(text);
    const alerted = page.waitForEvent('dialog');
    // Not awaited: the click ends when the alert it causes is closed.
    const clicked = page.getByRole('button', { name: 'Отправить' }).click();
    const dialog = await alerted;
    await dialog.accept();
    await clicked;
    return dialog.message();
  };
  const sentTexts = async (): Promise<string[]> =>
    (await desk.app.rows<{ content: string }>(`select content from messages where direction = 'out' order by id`)).map(
      ({ content }) => content,
    );

  it('sends from an origin that CORS_ORIGINS lists', async () => {
    const { page, errors } = await openPage(browser, allowed.origin, desk.app.url);
    expect(await write(page, allowed, 'Ваш заказ готов!')).toBe('✅ Сообщение отправлено');
    expect(await page.getByPlaceholder('Введите сообщение...').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Отправить' }).waitFor();
    expect(await sentTexts()).toEqual(['Ваш заказ готов!']);
    expect(errors).toEqual([]);
  });

  it('reads the headers we expose and may send the ones we take', async () => {
    const { page, errors } = await openPage(browser, allowed.origin, desk.app.url);
    await page.goto(allowed.origin);
    const [first, again] = await page.evaluate(
      async ({ url, token }) => {
        const ask = async (headers: Record<string, string>): Promise<[number, string | null, string | null]> => {
          const response = await fetch(url, { headers: { Authorization: `Bearer ${token}`, ...headers } });
          return [response.status, response.headers.get('etag'), response.headers.get('x-request-id')];
        };
        const fresh = await ask({});
        return [fresh, await ask({ 'If-None-Match': fresh[1] ?? '', Prefer: 'respond-async' })];
      },
      { url: `${desk.app.url}/api/waba/operator/message-status/1`, token: desk.operator.token },
    );
    expect(first).toEqual([200, expect.stringMatching(/^".+"$/), expect.stringMatching(/.{8}/)]);
    expect(again?.[0]).toBe(304);
    expect(errors).toEqual([]);
  });

  it('fails from an origin that is not listed, and sends nothing', async () => {
    const before = await sentTexts();
    const { page, errors } = await openPage(browser, stranger.origin, desk.app.url);
    expect(await write(page, stranger, 'Не отправится')).toBe('❌ Ошибка отправки');
    expect(errors.join('\n')).toContain('CORS');
    expect(await sentTexts()).toEqual(before);
  });
});
