import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';

const ROOT = join(import.meta.dirname, '../..');

/** What the panes import, where the launcher looks for it; nothing is done where it is up to date. */
export async function compileServedClient(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', 'client'], {
    cwd: ROOT,
  });
}

/** The two panes as a person uses them. */
export class PanesPage {
  readonly phone: Locator;
  readonly desk: Locator;

  constructor(readonly page: Page) {
    this.phone = page.getByRole('region', { name: 'Customer’s phone' });
    this.desk = page.getByRole('region', { name: 'Operator’s desk' });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.phone.getByRole('option').first().waitFor({ state: 'attached' });
  }

  /** Signs in with what is offered, and waits for the stream. */
  async signIn(email = 'operator@example.com'): Promise<void> {
    await this.desk.getByLabel('Demo user').selectOption(email);
    await this.desk.getByRole('button', { name: 'Sign in' }).click();
    await this.untilLive();
  }

  untilLive(): Promise<void> {
    return this.page.locator('#line.live').waitFor();
  }

  async openChat(name: string): Promise<void> {
    await this.chat(name).click();
    await this.page.locator('#history li').first().waitFor();
  }

  chat(name: string): Locator {
    return this.page.locator('#chats li', { hasText: name }).getByRole('button');
  }

  async write(pane: Locator, text: string): Promise<void> {
    await this.box(pane).fill(text);
    await this.box(pane).press('Enter');
  }

  box(pane: Locator): Locator {
    return pane.getByRole('form', { name: /^Write/ }).getByRole('textbox', { name: 'Message' });
  }

  /** The bubbles that say this. */
  bubble(pane: Locator, text: string): Locator {
    return pane.locator('.messages li', { has: this.page.locator(`article > p:text-is(${JSON.stringify(text)})`) });
  }

  async setPhone(box: 'Online' | 'Answers by itself', isOn: boolean): Promise<void> {
    await this.phone.getByLabel(box).setChecked(isOn);
  }

  /** Keys and texts of the history as it is shown, the newest last. */
  shown(): Promise<{ key: string; text: string }[]> {
    return this.page.evaluate(`[...document.querySelectorAll('#history li')].map((node) => ({
      key: node.dataset.key,
      text: node.querySelector('article > p:not(.press, .shut)').textContent,
    }))`);
  }
}
