import type { EventDto } from '../event.dto.js';
import type { ResetFrameDto } from '../stream-frame.dto.js';

/** JSON leaves them as they are, and readers that split lines by Unicode's rules would take them for line ends. */
const UNICODE_LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** What goes down a stream, ready to be written: made once, however many doors and readers it goes to. */
export class EventFrame {
  private bytes: Buffer | undefined;
  private byteLength: number | undefined;

  private constructor(
    /** Its position: resume with it. */
    readonly id: string,
    /** The body in one line. */
    readonly json: string,
    /** Undefined in a control frame. */
    readonly event: EventDto | undefined,
    readonly reset: ResetFrameDto | undefined,
  ) {}

  static ofEvent(event: EventDto): EventFrame {
    return new EventFrame(event.id, inOneLine(event), event, undefined);
  }

  static ofReset(id: string, reset: ResetFrameDto): EventFrame {
    return new EventFrame(id, inOneLine(reset), undefined, reset);
  }

  /** Of the body in UTF-8, in bytes: text that is not Latin takes twice or three times its length. */
  get size(): number {
    this.byteLength ??= Buffer.byteLength(this.json);
    return this.byteLength;
  }

  /** As the event stream format has it: events unnamed, so that `onmessage` gets them, control frames by their name. */
  get sse(): Buffer {
    this.bytes ??= Buffer.from(
      `${this.reset === undefined ? '' : 'event: reset\n'}id: ${this.id}\ndata: ${this.json}\n\n`,
    );
    return this.bytes;
  }
}

let lastJoined: { frames: readonly EventFrame[]; chunk: Buffer } | undefined;

/**
 * Frames as one piece of an event stream. Readers who are shown the same, one after another, share it: in a burst to a thousand of
 * them, copies would be what fills the memory.
 */
export function joinSse(frames: readonly EventFrame[]): Buffer {
  const [first] = frames;
  if (frames.length === 1 && first !== undefined) return first.sse;
  const isSame =
    lastJoined?.frames.length === frames.length && frames.every((frame, at) => frame === lastJoined?.frames[at]);
  if (lastJoined === undefined || !isSame) lastJoined = { frames, chunk: Buffer.concat(frames.map(({ sse }) => sse)) };
  return lastJoined.chunk;
}

/** No value can end a line: JSON escapes the line ends of ASCII itself. */
export function inOneLine(value: object): string {
  return JSON.stringify(value).replace(
    UNICODE_LINE_ENDS,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
