/** One block of an event stream. */
export interface SseFrame {
  /** `message` unless the block names another. */
  event: string;
  /** Undefined where the block has no data: it moved `id` alone. */
  data: string | undefined;
  /** The last id the stream has named, in this block or before; empty where it has named none. */
  id: string;
}

/** Reads `text/event-stream` as the HTML standard says (9.2.6), whatever the pieces it comes in. Give it text decoded from UTF-8. */
export class SseParser {
  private rest = '';
  private endedWithReturn = false;
  private isFirst = true;
  private event = '';
  private data: string[] = [];
  private id = '';
  private hasNewId = false;

  constructor(
    private readonly onFrame: (frame: SseFrame) => void,
    /** The server's wish for the wait before the next connection, in milliseconds. */
    private readonly onRetry: (ms: number) => void = () => undefined,
  ) {}

  push(text: string): void {
    if (text === '') return;
    // The line feed of a CRLF that was cut in two ends no line of its own.
    let piece = this.endedWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (this.isFirst && piece.startsWith('\uFEFF')) piece = piece.slice(1);
    this.isFirst = false;
    this.endedWithReturn = piece.endsWith('\r');
    const lines = (this.rest + piece).split(/\r\n|\r|\n/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.readLine(line);
  }

  private readLine(line: string): void {
    if (line === '') return this.endBlock();
    const colon = line.indexOf(':');
    // A comment: the heartbeat.
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    this.readField(name, value);
  }

  private readField(name: string, value: string): void {
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.event = value;
    else if (name === 'id' && !value.includes('\0')) {
      this.id = value;
      this.hasNewId = true;
    } else if (name === 'retry' && /^\d+$/.test(value)) this.onRetry(Number(value));
  }

  private endBlock(): void {
    const { data, event, id, hasNewId } = this;
    this.data = [];
    this.event = '';
    this.hasNewId = false;
    if (data.length > 0) this.onFrame({ event: event === '' ? 'message' : event, data: data.join('\n'), id });
    else if (hasNewId) this.onFrame({ event: 'message', data: undefined, id });
  }
}
