// Takes the README's picture of Swagger UI from a running sandbox, docs/swagger-ui.png:
//   node --import ./test/support/ts-loader.mjs test/support/swagger-picture.ts [http://localhost:3000]
import type { Locator } from 'playwright-core';
import { launchBrowser, openPage } from './browser.js';
import { SwaggerPage } from './swagger-page.js';

const FILE = 'docs/swagger-ui.png';
const MARGIN = 12;

const url = process.argv[2] ?? 'http://localhost:3000';
const browser = await launchBrowser();
const { page } = await openPage(browser, url);
const swagger = new SwaggerPage(page, url);
await swagger.open();
const send = await swagger.unfold('sendMessage');
await swagger.chooseExample(send, 'text');
const { status } = await swagger.execute(send);
if (status !== '200') throw new Error(`send answered ${status}`);
// Swagger UI leaves a large empty field below a short example.
await page.evaluate(
  `document.querySelectorAll('textarea').forEach((field) => { field.style.minHeight = '110px'; field.style.height = '110px'; })`,
);
// Boxes count from the window's edge, the picture from the page's.
await page.evaluate('scrollTo(0, 0)');
const top = await boxOf(send);
const end = await boxOf(send.locator('.live-responses-table .highlight-code').first());
await page.screenshot({
  path: FILE,
  fullPage: true,
  clip: {
    x: top.x - MARGIN,
    y: top.y - MARGIN,
    width: top.width + 2 * MARGIN,
    height: end.y + end.height - top.y + 2 * MARGIN,
  },
});
await browser.close();

async function boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('the page does not show what the picture is of');
  return box;
}
