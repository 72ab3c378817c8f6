import { Readable } from 'node:stream';
import { greyVideo } from './grey-video.js';
import { drip, endless, hugeJpeg } from './hostile-streams.js';
import { makePdf } from './pdf.js';
import { PHOTO_JPEG } from './photo-jpeg.js';
import { makePng } from './png.js';
import { silentMp3, silentVoiceNote } from './silent-audio.js';
import { STICKER_WEBP } from './sticker-webp.js';

export interface ServedFile {
  /** For the index: what it is, or what is wrong with it. */
  about: string;
  contentType: string;
  /** Made anew for every request. */
  body: () => Buffer | Readable;
  /** Answered with a 302 to this instead. */
  redirectTo?: string;
}

const HUGE_BYTES = 6 * 1024 * 1024;
const HTML = Buffer.from('<!doctype html><title>Not a picture</title><script>alert(document.domain)</script>\n');

export const INVOICE_PDF = makePdf([
  'Invoice #12345',
  'Order: 12345',
  'Delivery: today, 18:00',
  'Total: 24 900 KZT',
  'Thank you for your order.',
]);

const PHOTO_PNG = makePng(320, 200, (x, y) => [250 - 120 * y, 190 - 60 * y + 40 * x, 150 + 90 * y]);

function plain(about: string, contentType: string, bytes: Buffer): ServedFile {
  return { about, contentType, body: () => bytes };
}

/** What stands on the sandbox's example.com: files to send, and files nobody should accept. */
export const FILES: Readonly<Record<string, ServedFile>> = {
  'photo.jpg': plain('a JPEG photo', 'image/jpeg', PHOTO_JPEG),
  'photo.png': plain('a PNG picture', 'image/png', PHOTO_PNG),
  'invoice.pdf': plain('a one-page PDF', 'application/pdf', INVOICE_PDF),
  'video.mp4': plain('a second of grey video, H.264', 'video/mp4', greyVideo()),
  'audio.mp3': plain('two silent seconds', 'audio/mpeg', silentMp3(2)),
  'voice.ogg': plain('a silent voice note of two seconds, Opus', 'audio/ogg', silentVoiceNote(2)),
  'sticker.webp': plain('a sticker', 'image/webp', STICKER_WEBP),
  'stereo.ogg': plain('hostile: Opus with two channels, a voice note has one', 'audio/ogg', silentVoiceNote(1, 2)),
  'vp9.mp4': plain('hostile: a video that is not H.264', 'video/mp4', greyVideo('vp09')),
  'empty.pdf': plain('hostile: no bytes at all', 'application/pdf', Buffer.alloc(0)),
  'fake.png': plain('hostile: an HTML page that says it is a PNG', 'image/png', HTML),
  'huge.jpg': {
    about: 'hostile: 6 MiB, an image may have 5',
    contentType: 'image/jpeg',
    body: () => hugeJpeg(HUGE_BYTES),
  },
  endless: { about: 'hostile: never ends', contentType: 'image/jpeg', body: endless },
  slow: { about: 'hostile: one byte a second', contentType: 'image/jpeg', body: drip },
  redirect: {
    ...plain('hostile: redirects to a cloud metadata address', 'text/plain', Buffer.alloc(0)),
    redirectTo: 'http://169.254.169.254/',
  },
};
