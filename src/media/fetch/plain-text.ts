import type { FileHandle } from 'node:fs/promises';
import { TextDecoder } from 'node:util';

const CHUNK_BYTES = 64 * 1024;

/** Browsers that sniff look at no more than this; markup further down cannot become a page. */
const MARKUP_WINDOW = 1024;

/** Tab, line feed, form feed and carriage return occur in honest text; no other control character does. */
const CONTROL = /[^\P{Cc}\t\n\f\r]/u;

/** WHATWG MIME sniffing's signatures of HTML and XML, script tags of servers, and any leading tag. */
const MARKUP =
  /^\s*<[!?/a-z%]|<(?:!doctype|!--|\?xml|\?php|html|head|body|script|iframe|svg|style|title|table|meta|img|a\s)/i;

/**
 * True when the whole file is UTF-8 text (a BOM is fine) that nothing would take for HTML, SVG or XML.
 * An empty file is not text. Reads in pieces, so 100 MiB neither fill memory nor hold the event loop.
 */
export async function isPlainText(file: FileHandle): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let opening = '';
  let position = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position);
    const text = decodePiece(decoder, buffer.subarray(0, bytesRead), bytesRead > 0);
    if (text === null || CONTROL.test(text)) return false;
    if (opening.length < MARKUP_WINDOW) opening += text.slice(0, MARKUP_WINDOW);
    if (bytesRead === 0) return position > 0 && !MARKUP.test(opening.trimStart());
    position += bytesRead;
  }
}

function decodePiece(decoder: TextDecoder, bytes: Buffer, stream: boolean): string | null {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return null;
  }
}
