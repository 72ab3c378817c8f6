import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Route } from 'playwright-core';
import { EmbeddedCluster } from '../../src/database/embedded/embedded-cluster.js';
import { PHOTO_JPEG } from '../../src/simulator/files/photo-jpeg.js';
import { launchBrowser, openPage, type WatchedPage } from '../support/browser.js';
import { describeInBrowser } from '../support/describe-in-browser.js';
import { findFaint, findUnnamed, isFocused, sidewaysScroll, styleOf, untilLoaded } from '../support/page-checks.js';
import { compileServedClient, PanesPage } from '../support/panes-page.js';
import { SandboxClient } from '../support/sandbox-client.js';
import { SandboxProcess } from '../support/sandbox-process.js';
import { makeTestFolder } from '../support/test-folder.js';

const AIGUL = 'Айгуль';
const PHOTO = { name: 'чек.jpg', mimeType: 'image/jpeg', buffer: PHOTO_JPEG };
const EVIL = '<img src=x onerror="window.hacked=1"><b>жирный</b>';

describeInBrowser('the two panes', () => {
  let folder: string;
  let sandbox: SandboxProcess;
  let client: SandboxClient;
  let browser: Browser;
  const opened: WatchedPage[] = [];

  beforeAll(async () => {
    await compileServedClient();
    folder = await makeTestFolder();
    sandbox = await SandboxProcess.start({ folder });
    client = new SandboxClient(sandbox);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.end();
    await EmbeddedCluster.remove(join(folder, 'postgres'));
    await rm(folder, { recursive: true });
  });
  /** Whatever happened, no page complained, and none asked anybody else. */
  afterEach(async () => {
    const pages = opened.splice(0);
    for (const { page } of pages) await page.context().close();
    expect(pages.flatMap(({ errors, foreign }) => [...errors, ...foreign])).toEqual([]);
  });

  const url = (): string => sandbox.simulatorUrl.replace('127.0.0.1', 'localhost');
  const open = async (query = ''): Promise<PanesPage> => {
    const watched = await openPage(browser, url(), sandbox.apiUrl);
    opened.push(watched);
    const panes = new PanesPage(watched.page);
    await panes.open(`${url()}/${query}`);
    return panes;
  };
  const openChat = async (name = AIGUL, query = ''): Promise<PanesPage> => {
    const panes = await open(query);
    await panes.setPhone('Answers by itself', false);
    await panes.signIn();
    await panes.openChat(name);
    return panes;
  };
  it('carry a conversation: words, answers, reactions and photos, with ticks up to read', async () => {
    const panes = await openChat();
    const { page, phone, desk } = panes;
    await panes.box(desk).fill('Ваш букет готов.');
    await phone.getByText('The business is typing…').waitFor();
    await panes.box(desk).press('Enter');
    const mine = panes.bubble(desk, 'Ваш букет готов.');
    const key = await mine.getAttribute('data-key');
    await mine.getByRole('img', { name: 'read' }).waitFor();
    expect([await mine.count(), await mine.getAttribute('data-key')]).toEqual([1, key]);

    await panes.bubble(phone, 'Ваш букет готов.').getByRole('button', { name: 'Reply' }).click();
    await panes.write(phone, 'Заберу в шесть');
    const theirs = panes.bubble(desk, 'Заберу в шесть');
    expect(await theirs.locator('blockquote').innerText()).toBe('Ваш букет готов.');
    await panes.bubble(phone, 'Заберу в шесть').getByRole('img', { name: 'read' }).waitFor();

    await theirs.getByRole('combobox', { name: 'React' }).selectOption('👍');
    await panes.bubble(phone, 'Заберу в шесть').getByText('👍').and(page.locator('.reactions')).waitFor();
    await panes.bubble(phone, 'Ваш букет готов.').getByRole('combobox', { name: 'React' }).selectOption('❤️');
    await mine.getByText('❤️').and(page.locator('.reactions')).waitFor();

    await panes.box(phone).fill('Чек об оплате');
    await phone.getByLabel('Attach a file').setInputFiles(PHOTO);
    await panes.bubble(desk, 'Чек об оплате').locator('img').waitFor();
    await untilLoaded(page, '#history li:last-child img');
    await theirs.getByRole('button', { name: 'Reply' }).click();
    await panes.box(desk).fill('Вот ваш букет');
    await desk.getByLabel('Attach a file').setInputFiles(PHOTO);
    await panes.bubble(phone, 'Вот ваш букет').locator('img').waitFor();
    await untilLoaded(page, '#talk img');
    expect(await panes.bubble(phone, 'Вот ваш букет').locator('blockquote').innerText()).toBe('Заберу в шесть');
    await panes.bubble(desk, 'Вот ваш букет').getByRole('img', { name: 'read' }).waitFor();
  });

  it('show what a phone that is off does not get, until it is on', async () => {
    const panes = await openChat();
    await panes.setPhone('Online', false);
    await panes.write(panes.desk, 'Вы ещё там?');
    await panes.bubble(panes.desk, 'Вы ещё там?').getByRole('img', { name: 'sent' }).waitFor();
    expect(await panes.bubble(panes.phone, 'Вы ещё там?').count()).toBe(0);
    await panes.setPhone('Online', true);
    await panes.bubble(panes.phone, 'Вы ещё там?').waitFor();
    await panes.bubble(panes.desk, 'Вы ещё там?').getByRole('img', { name: 'read' }).waitFor();
  });

  it('show after a cut line exactly what the history holds, each message once', async () => {
    const panes = await openChat(AIGUL, '?cut=5');
    const { page, phone, desk } = panes;
    await desk.getByRole('button', { name: 'Cut the line for 5 s' }).click();
    await page.locator('#line.waiting').waitFor();
    for (const words of ['Раз', 'Два', 'Три']) await panes.write(phone, words);
    await panes.bubble(phone, 'Три').getByRole('img', { name: 'delivered' }).waitFor();
    await panes.write(desk, 'Написано без связи');
    await client.send(123, { message: 'От коллеги' });
    expect(await panes.bubble(desk, 'Три').count()).toBe(0);
    await panes.bubble(desk, 'Написано без связи').getByRole('img', { name: 'pending' }).waitFor();
    expect(await desk.getByRole('button', { name: /^The line is cut: \d s$/ }).isDisabled()).toBe(true);

    await panes.untilLive();
    await panes.bubble(desk, 'Написано без связи').getByRole('img', { name: 'read' }).waitFor();
    await panes.bubble(desk, 'От коллеги').getByRole('img', { name: 'read' }).waitFor();
    const shown = await panes.shown();
    const { body } = await client.call('GET', `/api/waba/operator/chat/123/messages?limit=${shown.length}`);
    const stored = (body.messages ?? []).toReversed().map(({ id, clientMessageId, caption, content }) => ({
      key: String(clientMessageId ?? id),
      text: String(caption ?? content),
    }));
    expect(shown).toEqual(stored);
    expect(new Set(shown.map(({ key }) => key)).size).toBe(shown.length);
    for (const words of ['Раз', 'Два', 'Три', 'От коллеги', 'Написано без связи']) {
      expect([words, await panes.bubble(desk, words).count()]).toEqual([words, 1]);
    }
    expect(await panes.chat(AIGUL).locator('mark').count()).toBe(0);
  });

  it('hide from one operator what is the chat of another, at once', async () => {
    const panes = await openChat();
    const other = await open();
    await other.signIn('operator2@example.com');
    await other.chat('Отвечает сразу').waitFor();
    expect(await other.chat(AIGUL).count()).toBe(0);
    await panes.desk.getByRole('button', { name: 'Release' }).click();
    await other.openChat(AIGUL);
    await panes.desk.getByRole('button', { name: 'Take' }).click();
    await other.chat(AIGUL).waitFor({ state: 'detached' });
    expect(await other.page.locator('#chat').isVisible()).toBe(false);
  });

  it('take what customers write as text, whatever it looks like', async () => {
    const panes = await open();
    await panes.signIn();
    const message = { from: '+77015550666', profileName: EVIL, text: `${EVIL}\u202E` };
    await client.call('POST', '/control/inbound', message);
    const chat = panes.chat(EVIL);
    await chat.click();
    await panes.page.locator('#history li').first().waitFor();
    expect(await panes.desk.getByRole('heading', { level: 2 }).innerText()).toBe(EVIL);
    expect(await panes.desk.locator('article > p[dir=auto]').first().textContent()).toBe(message.text);
    await panes.page.reload();
    await panes.phone.getByLabel('Customer', { exact: true }).selectOption('+77015550666');
    const words = panes.phone.locator('article > p[dir=auto]', { hasText: 'жирный' });
    expect(await words.textContent()).toBe(message.text);
    expect(await panes.page.evaluate('window.hacked')).toBeUndefined();
    expect(await panes.page.locator('main img, #chats b b').count()).toBe(0);
  });

  it('say why a message failed, and send it again', async () => {
    const panes = await open();
    await panes.signIn();
    await client.call('POST', '/control/inbound', { from: '+77015550777', profileName: 'Ерлан', text: 'Алло' });
    await panes.openChat('Ерлан');
    await fetch(`${sandbox.simulatorUrl}/control/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone: '+77015550777', fail: { code: 131026 } }),
    });
    await panes.write(panes.desk, 'Не дойдёт');
    const bubble = panes.bubble(panes.desk, 'Не дойдёт');
    await bubble.getByRole('img', { name: 'failed' }).waitFor();
    expect(await bubble.locator('.shut').innerText()).toMatch(/^Not delivered: the customer may not use WhatsApp\. .+/);
    await bubble.getByRole('button', { name: 'Send again' }).click();
    await bubble.getByRole('img', { name: 'read' }).waitFor();
  });

  it('let nothing but a template out of a closed window, and show what it will say', async () => {
    const panes = await open();
    await panes.signIn();
    await panes.openChat('Окно закрыто');
    await panes.desk.getByText('Only a template can be sent.').waitFor();
    expect(await panes.desk.getByText('window closed').first().isVisible()).toBe(true);
    const held: Route[] = [];
    await panes.page.route('**/preview', async (route) => {
      if (route.request().postData()?.includes('777') === true) await route.continue();
      else held.push(route);
    });
    await panes.desk.getByRole('button', { name: 'Template…' }).click();
    const dialog = panes.page.getByRole('dialog', { name: 'Send a template' });
    await dialog.getByLabel('Template').selectOption('order_ready (ru)');
    await dialog.getByLabel('body: order').fill('777');
    await dialog.getByText('Ваш заказ 777 готов к выдаче.').waitFor();
    // The answers to what was there before the last word come after it.
    expect(held.length).toBeGreaterThan(0);
    for (const route of held) {
      const answered = panes.page.waitForResponse('**/preview');
      await route.continue();
      await (await answered).finished();
    }
    await panes.page.evaluate(() => new Promise((done) => setTimeout(done)));
    expect(await dialog.getByText('Ваш заказ 777 готов к выдаче.').count()).toBe(1);
    expect(await findUnnamed(panes.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Send' }).click();
    const sent = panes.desk.locator('#history li', { hasText: 'Ваш заказ 777 готов к выдаче.' });
    await sent.getByRole('img', { name: 'read' }).waitFor();
  });

  it('work by the keyboard alone', async () => {
    const panes = await open();
    const { page } = panes;
    const tabTo = async (selector: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        if (await isFocused(page, selector)) return;
      }
      throw new Error(`no way to ${selector} by Tab`);
    };
    await tabTo('#login button');
    await page.keyboard.press('Enter');
    await panes.untilLive();
    await tabTo('#chats li:first-child button');
    expect(await styleOf(page, ':focus', 'outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    await page.locator('#name:focus').waitFor();
    await tabTo('#history');
    await tabTo('#history .deeds button');
    await page.keyboard.press('Enter');
    expect(await isFocused(page, '#pen textarea')).toBe(true);
    await page.keyboard.type('С клавиатуры');
    await page.keyboard.press('Enter');
    await panes.bubble(panes.desk, 'С клавиатуры').getByRole('img', { name: 'sent' }).waitFor();
    expect(await panes.bubble(panes.desk, 'С клавиатуры').locator('blockquote').count()).toBe(1);
  });

  it.each(['light', 'dark'] as const)('can be read and named, wide and narrow, %s', async (colorScheme) => {
    const panes = await openChat();
    const { page } = panes;
    await page.emulateMedia({ colorScheme });
    expect(await styleOf(page, '#desk', 'backgroundColor')).toBe(
      colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(27, 35, 41)',
    );
    const expectSound = async (): Promise<void> => {
      expect([await findUnnamed(page), await findFaint(page), await sidewaysScroll(page)]).toEqual([[], [], 0]);
    };
    await expectSound();
    await page.setViewportSize({ width: 375, height: 700 });
    expect([await panes.phone.isVisible(), await page.locator('#chats').isVisible()]).toEqual([false, false]);
    await expectSound();
    await page.getByRole('button', { name: 'Back to the chats' }).click();
    expect(await panes.chat(AIGUL).isVisible()).toBe(true);
    await expectSound();
    await page.getByRole('link', { name: 'Customer’s phone' }).click();
    expect([await panes.phone.isVisible(), await panes.desk.isVisible()]).toEqual([true, false]);
    await expectSound();
    await page.getByRole('link', { name: 'Operator’s desk' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expectSound();
  });
});
