import type { components } from '/client/index.js';

export type Schemas = components['schemas'];
export type Message = Schemas['HistoryMessageDto'];
export type Template = Schemas['TemplateDto'];
export type Chat = Schemas['ChatDto'];
export type Body = Omit<Schemas['SendMessageDto'], 'chatId' | 'clientMessageId'>;
export type Key = string | number;

/** A message as either pane shows it. */
export interface Bubble {
  key: Key;
  isMine: boolean;
  text: string;
  at: string;
  note?: string;
  ticks?: string | null;
  file?: { url: string; name: string; isImage: boolean } | null;
  /** The words of what it answers. */
  quote?: string | null;
  buttons?: readonly string[];
  reactions?: readonly string[];
  problem?: string | null;
  /** What the button says that sends it again. */
  retry?: string | null;
  canAnswer?: boolean;
}

export interface Deeds {
  onReply(key: Key): unknown;
  onReact(key: Key, emoji: string): unknown;
  onRetry?(key: Key): unknown;
}

/** A message of ours that the server has not told of yet. */
export interface Draft extends Bubble {
  chatId: number;
  body: Body;
}

export interface Writing {
  onSend: (written: { text: string; file: File | undefined; replyTo: Key | null }) => unknown;
  onType?: () => unknown;
}

/** What the simulator tells the page. */
export interface About {
  apiUrl: string;
  logins: { name: string; email: string; password: string }[];
  now: string;
}

type Inputs = 'online' | 'answers' | 'email' | 'password';
type Selects = 'customer' | 'demo' | 'template';
type Buttons = 'cut' | 'logout' | 'back' | 'take' | 'older' | 'choose' | 'send' | 'cancel';
type Forms = 'mouth' | 'login' | 'pen' | 'fields';
type Others = 'talk' | 'typing' | 'work' | 'who' | 'line' | 'chats' | 'chat' | 'name' | 'window' | 'whose' | 'history';
type Lines = 'closed' | 'wrong' | 'alert' | 'news' | 'preview';

/** The elements with ids. */
export type Page = Record<Inputs, HTMLInputElement> &
  Record<Selects, HTMLSelectElement> &
  Record<Buttons, HTMLButtonElement> &
  Record<Forms, HTMLFormElement> &
  Record<Others | Lines, HTMLElement> & { swagger: HTMLAnchorElement; picker: HTMLDialogElement };
