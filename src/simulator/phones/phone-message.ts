/** How far a customer's own message came: to WhatsApp, to the business, before the eyes of an operator. */
export const PHONE_TICKS = ['sent', 'delivered', 'read'] as const;
export type PhoneTicks = (typeof PHONE_TICKS)[number];

export interface PhoneFile {
  id: string;
  mimeType: string;
  filename: string | null;
}

/** One message as it stands on a customer's phone. */
export interface PhoneMessage {
  wamid: string;
  /** The customer wrote it. */
  fromMe: boolean;
  type: string;
  /** Words or caption, filled in and in their last wording; empty once deleted. */
  text: string;
  file: PhoneFile | null;
  buttons: string[];
  replyTo: string | null;
  /** The words of what it answers, as they were then. */
  quote: string | null;
  reactions: { fromMe: boolean; emoji: string }[];
  /** Of the customer's own; null for the business's. */
  ticks: PhoneTicks | null;
  isEdited: boolean;
  isDeleted: boolean;
  at: string;
}

/** Whose phone it is. */
export interface PhoneOwner {
  /** Their phone number, or their BSUID. */
  address: string;
  name: string;
  /** What is known to become of messages to them. */
  fate: string | null;
  chatId: number | null;
  isOnline: boolean;
  answers: boolean;
}

export interface Conversation {
  customer: PhoneOwner;
  isTyping: boolean;
  messages: readonly PhoneMessage[];
}

/** The message with one side's reaction changed; an empty emoji takes it back. */
export function withReaction(message: PhoneMessage, fromMe: boolean, emoji: string): PhoneMessage {
  const others = message.reactions.filter((reaction) => reaction.fromMe !== fromMe);
  return { ...message, reactions: emoji === '' ? others : [...others, { fromMe, emoji }] };
}

/** Ticks only ever grow. */
export function withTicks(message: PhoneMessage, ticks: PhoneTicks): PhoneMessage {
  if (message.ticks === null || PHONE_TICKS.indexOf(ticks) <= PHONE_TICKS.indexOf(message.ticks)) return message;
  return { ...message, ticks };
}
