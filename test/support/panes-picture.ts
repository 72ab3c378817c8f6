// Takes the README's picture of the two panes from a running sandbox, best a fresh one, docs/panes.png:
//   node --import ./test/support/ts-loader.mjs test/support/panes-picture.ts [http://localhost:4010]
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { PHOTO_JPEG } from '../../src/simulator/files/photo-jpeg.js';
import { launchBrowser, openPage } from './browser.js';
import { PanesPage } from './panes-page.js';

const FILE = 'docs/panes.png';
const SIZE = { width: 1280, height: 800 };
const PHOTO = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: PHOTO_JPEG };

const url = process.argv[2] ?? 'http://localhost:4010';
const browser = await launchBrowser();
const { page, errors } = await openPage(browser, url);
await page.setViewportSize(SIZE);
const panes = new PanesPage(page);
const { phone, desk } = panes;
await panes.open(url);
await panes.setPhone('Answers by itself', false);
await panes.signIn();
await panes.openChat('Айгуль');

await panes.write(desk, 'Здравствуйте, Айгуль! Заказ собран, курьер выедет к 18:00.');
await panes.bubble(phone, 'Здравствуйте, Айгуль! Заказ собран, курьер выедет к 18:00.').waitFor();
await panes.write(phone, 'Отлично! А покажете, как упаковали?');
await panes.bubble(desk, 'Отлично! А покажете, как упаковали?').waitFor();
await panes.box(desk).fill('Конечно, вот ваша коробка.');
await desk.getByLabel('Attach a file').setInputFiles(PHOTO);
const photo = panes.bubble(phone, 'Конечно, вот ваша коробка.');
await photo.getByRole('combobox', { name: 'React' }).selectOption('❤️');
await photo.getByRole('button', { name: 'Reply' }).click();
await panes.write(phone, 'То что нужно! Позвоните за час, пожалуйста');
const asked = panes.bubble(desk, 'То что нужно! Позвоните за час, пожалуйста');
await asked.getByRole('button', { name: 'Reply' }).click();
await panes.write(desk, 'Передали курьеру. Хорошего вечера!');
await panes.bubble(desk, 'Передали курьеру. Хорошего вечера!').getByRole('img', { name: 'read' }).waitFor();
await panes.write(phone, 'Спасибо вам большое!');
await panes.bubble(desk, 'Спасибо вам большое!').waitFor();
await panes.bubble(phone, 'Спасибо вам большое!').getByRole('img', { name: 'read' }).waitFor();
await panes.chat('Айгуль').locator('mark').waitFor({ state: 'detached' });
await page.getByRole('heading', { level: 1 }).click();
if (errors.length > 0) throw new Error(errors.join('\n'));
const picture = await page.screenshot();
await writeFile(FILE, await sharp(picture).png({ palette: true, colours: 128, effort: 10 }).toBuffer());
await browser.close();
