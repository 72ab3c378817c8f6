/** Files the demo data shows, all on the sandbox's example.com, and what each is taken as. */
export const DEMO_FILES = {
  'photo.jpg': 'image',
  'invoice.pdf': 'document',
  'video.mp4': 'video',
  'voice.ogg': 'voice',
  'sticker.webp': 'sticker',
} as const;

export type DemoFile = keyof typeof DEMO_FILES;

export type Fate = 'sent' | 'delivered' | 'read' | DemoFailure;

/** As Meta reports it in a `failed` webhook. */
export interface DemoFailure {
  code: number;
  title: string;
  details: string;
}

/** What the customer did to a message a little later. */
export type DemoChange = { kind: 'reaction'; emoji: string } | { kind: 'edit'; text: string } | { kind: 'revoke' };

/** One message of a demo chat, before it has ids and times. */
export type Beat = (CustomerBeat | OperatorBeat | PhoneBeat) & { change?: DemoChange };

export interface CustomerBeat {
  from: 'customer';
  type: string;
  /** What stands in the webhook's message beside its head, in Meta's own keys; `about` is the operator's last wamid. */
  parts: (about: string) => Record<string, unknown>;
  file?: DemoFile;
}

export interface OperatorBeat {
  from: 'operator';
  type: 'text' | 'image' | 'document' | 'template';
  content: string;
  details?: Record<string, unknown>;
  caption?: string;
  filename?: string;
  file?: DemoFile;
  fate: Fate;
}

/** What the shop's own people write in the WhatsApp app on the phone. */
export interface PhoneBeat {
  from: 'phone';
  content: string;
}

/** A beat and how long before the first start it happened. */
export interface TimedBeat {
  beat: Beat;
  secondsAgo: number;
}

/** The customer sends any type; `body` is the object named like it. */
export function sends(type: string, body: unknown, file?: DemoFile): CustomerBeat {
  return { from: 'customer', type, parts: () => ({ [type]: body }), ...(file === undefined ? {} : { file }) };
}

export function says(text: string): CustomerBeat {
  return sends('text', { body: text });
}

/** The customer writes in answer to the operator's last message. */
export function replies(text: string): CustomerBeat {
  return { from: 'customer', type: 'text', parts: (about) => ({ context: { id: about }, text: { body: text } }) };
}

/** The customer reacts to the message. */
export function withReaction(beat: Beat, emoji: string | undefined): Beat {
  return emoji === undefined ? beat : { ...beat, change: { kind: 'reaction', emoji } };
}

/** The customer writes something, and then something else in its place. */
export function saysAndEdits(text: string, edited: string): Beat {
  return { ...says(text), change: { kind: 'edit', text: edited } };
}

/** The customer writes something and deletes it for everyone. */
export function saysAndDeletes(text: string): Beat {
  return { ...says(text), change: { kind: 'revoke' } };
}

/** The customer presses something under the operator's last message. */
export function presses(type: 'button' | 'interactive', body: Record<string, unknown>): CustomerBeat {
  return { from: 'customer', type, parts: (about) => ({ context: { id: about }, [type]: body }) };
}

/** The customer calls, and somebody answers for so many seconds, or nobody. */
export function calls(seconds: number): CustomerBeat {
  const answered = { status: 'COMPLETED', duration: seconds };
  return { from: 'customer', type: 'call', parts: () => (seconds > 0 ? answered : { status: 'FAILED' }) };
}

export function writesOnPhone(content: string): PhoneBeat {
  return { from: 'phone', content };
}

export function writes(content: string, fate: Fate = 'read'): OperatorBeat {
  return { from: 'operator', type: 'text', content, fate };
}

export function sendsPhoto(content: string, caption: string, fate: Fate = 'read'): OperatorBeat {
  return { from: 'operator', type: 'image', content, caption, file: 'photo.jpg', fate };
}

export function sendsInvoice(order: number, fate: Fate = 'read'): OperatorBeat {
  return {
    from: 'operator',
    type: 'document',
    content: 'Счёт на оплату',
    caption: `Счёт #${order}`,
    filename: `invoice_${order}.pdf`,
    file: 'invoice.pdf',
    fate,
  };
}
