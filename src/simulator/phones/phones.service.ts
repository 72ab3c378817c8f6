import { Injectable } from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import { Clock } from '../../common/clock.js';
import { Customer } from '../customers/customer.js';
import { isObject, JsonObject } from '../graph/fields.js';
import { MediaStoreService } from '../graph/media-store.service.js';
import { SchedulerService } from '../scheduler.service.js';
import { TemplateStoreService } from '../templates/template-store.service.js';
import type { SentMessage } from '../webhooks/status-value.js';
import { buttonsOf, wordsOf } from './message-words.js';
import { PhoneFile, PhoneMessage, PhoneTicks, withReaction, withTicks } from './phone-message.js';

/** What a phone shows; older messages leave it, as nothing here is an archive. */
const MAX_MESSAGES = 200;
/** Typing is shown for so long, or until the message is there (Meta's page "Typing indicators"). */
const TYPING_MS = 25_000;

interface Phone {
  messages: PhoneMessage[];
  typingUntil: number;
}

/** A message on its way to or from a phone, in Graph's or a webhook's shape. */
interface Entry {
  wamid: string;
  fromMe: boolean;
  type: string;
  content: JsonObject;
  at: number;
}

/** What stands on the customers' phones, and whose changed. */
@Injectable()
export class PhonesService {
  private readonly phones = new Map<Customer, Phone>();
  private readonly changes = new Subject<Customer | undefined>();

  constructor(
    private readonly clock: Clock,
    private readonly scheduler: SchedulerService,
    private readonly media: MediaStoreService,
    private readonly templates: TemplateStoreService,
  ) {}

  /** Whose phone shows something else now; undefined for all of them. */
  get changed(): Observable<Customer | undefined> {
    return this.changes;
  }

  messagesOf(customer: Customer): readonly PhoneMessage[] {
    return this.phones.get(customer)?.messages ?? [];
  }

  isTypedTo(customer: Customer): boolean {
    return (this.phones.get(customer)?.typingUntil ?? 0) > this.clock.millis();
  }

  /** Customers with something on their phones. */
  inUse(): Customer[] {
    return [...this.phones.keys()];
  }

  /** The customer wrote; their phone shows it at once. */
  wrote(customer: Customer, entry: Omit<Entry, 'fromMe'>): void {
    this.take(customer, { ...entry, fromMe: true });
  }

  /** A message of the business reached the phone. */
  arrive({ customer, wamid, type, body }: SentMessage): void {
    this.phoneOf(customer).typingUntil = 0;
    this.take(customer, { wamid, type, content: body, fromMe: false, at: this.clock.millis() });
  }

  tick(customer: Customer, wamid: string, ticks: PhoneTicks): void {
    this.change(customer, (message) => (message.wamid === wamid ? withTicks(message, ticks) : message));
  }

  /** An operator read up to this message; whoever types has read, too. */
  read(customer: Customer, wamid: string, isTyping: boolean): void {
    const phone = this.phoneOf(customer);
    const last = phone.messages.findIndex((message) => message.wamid === wamid);
    if (isTyping) {
      phone.typingUntil = this.clock.millis() + TYPING_MS;
      this.scheduler.after(TYPING_MS, () => this.tell(customer));
    }
    this.change(customer, (message, index) => (index <= last ? withTicks(message, 'read') : message));
  }

  tell(customer: Customer | undefined): void {
    this.changes.next(customer);
  }

  reset(): void {
    this.phones.clear();
    this.tell(undefined);
  }

  private take(customer: Customer, entry: Entry): void {
    const about = entry.content[entry.type];
    if (isObject(about) && this.changesAnother(customer, entry, about)) return;
    const phone = this.phoneOf(customer);
    const message = this.messageOf(entry);
    phone.messages.push({ ...message, quote: quoteIn(phone.messages, message.replyTo) });
    if (phone.messages.length > MAX_MESSAGES) phone.messages.shift();
    this.tell(customer);
  }

  /** Reactions, edits and revokes are no messages of their own. */
  private changesAnother(customer: Customer, { type, fromMe }: Entry, about: JsonObject): boolean {
    if (type === 'reaction') {
      const emoji = typeof about['emoji'] === 'string' ? about['emoji'] : '';
      this.changeOne(customer, about['message_id'], (message) => withReaction(message, fromMe, emoji));
    } else if (type === 'edit') {
      const edited = isObject(about['message']) ? about['message'] : {};
      const text = wordsOf(String(edited['type']), edited);
      this.changeOne(customer, about['original_message_id'], (message) => ({ ...message, text, isEdited: true }));
    } else if (type === 'revoke') {
      const nothing = { text: '', file: null, isDeleted: true };
      this.changeOne(customer, about['original_message_id'], (message) => ({ ...message, ...nothing }));
    } else return false;
    return true;
  }

  private messageOf({ wamid, fromMe, type, content, at }: Entry): PhoneMessage {
    const context = content['context'];
    const replyTo = isObject(context) ? (context['message_id'] ?? context['id']) : undefined;
    const template = type === 'template' ? this.templates.words(content['template']) : undefined;
    return {
      wamid,
      fromMe,
      type,
      text: template?.text ?? wordsOf(type, content),
      file: this.fileIn(content[type]),
      buttons: fromMe ? [] : (template?.buttons ?? buttonsOf(type, content)),
      replyTo: typeof replyTo === 'string' ? replyTo : null,
      quote: null,
      reactions: [],
      ticks: fromMe ? 'sent' : null,
      isEdited: false,
      isDeleted: false,
      at: new Date(at).toISOString(),
    };
  }

  private fileIn(part: unknown): PhoneFile | null {
    const stored = isObject(part) && typeof part['id'] === 'string' ? this.media.get(part['id']) : undefined;
    if (!isObject(part) || stored === undefined) return null;
    const filename = typeof part['filename'] === 'string' ? part['filename'] : null;
    return { id: stored.id, mimeType: stored.mimeType, filename };
  }

  private changeOne(customer: Customer, wamid: unknown, to: (message: PhoneMessage) => PhoneMessage): void {
    this.change(customer, (message) => (message.wamid === wamid ? to(message) : message));
  }

  private change(customer: Customer, to: (message: PhoneMessage, index: number) => PhoneMessage): void {
    const phone = this.phoneOf(customer);
    phone.messages = phone.messages.map(to);
    this.tell(customer);
  }

  private phoneOf(customer: Customer): Phone {
    let phone = this.phones.get(customer);
    if (phone === undefined) {
      phone = { messages: [], typingUntil: 0 };
      this.phones.set(customer, phone);
    }
    return phone;
  }
}

function quoteIn(messages: readonly PhoneMessage[], wamid: string | null): string | null {
  if (wamid === null) return null;
  const quoted = messages.find((message) => message.wamid === wamid);
  return quoted === undefined ? 'an earlier message' : quoted.text || (quoted.file?.filename ?? quoted.type);
}
