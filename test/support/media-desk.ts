import { CUSTOMER_PHONE, until, type TestDesk } from './test-desk.js';

export interface ShownFile {
  id: number;
  state: string;
  mimeType: string | null;
  size: number | null;
  filename: string | null;
  reason: string | null;
}

export interface ShownMessage {
  id: number;
  type: string;
  mediaUrl: string | null;
  thumbnailUrl: string | null;
  media: ShownFile | null;
  details: Record<string, unknown>;
  deletedAt: string | null;
}

/** The newest message of the chat. */
export async function newest(desk: TestDesk): Promise<ShownMessage> {
  const { body } = await desk.get<{ messages: ShownMessage[] }>(
    `/api/waba/operator/chat/${desk.chatId}/messages?limit=1`,
  );
  const [message] = body.messages;
  if (message === undefined) throw new Error('the chat has no messages');
  return message;
}

/** The newest message, once its file is in this state. */
export async function newestWhen(desk: TestDesk, state: string): Promise<ShownMessage> {
  let last: ShownMessage | undefined;
  await until(
    async () => {
      last = await newest(desk);
      return last.media?.state === state;
    },
    () => JSON.stringify(last?.media),
  );
  if (last === undefined) throw new Error('no message was seen');
  return last;
}

/** A file the customer sends, and what the control API said. */
export async function customerSends(desk: TestDesk, type: string, more: object = {}): Promise<{ wamid: string }> {
  const sent = await desk.control<{ wamid: string }>('POST', 'inbound', { from: CUSTOMER_PHONE, type, ...more });
  await desk.settled();
  return sent;
}

/** How many tries the downloads have had so far. */
export async function triesOf(desk: TestDesk, mediaId: number): Promise<number> {
  const [row] = await desk.app.rows<{ tries: number }>('select tries from media_downloads where media_id = $1', [
    mediaId,
  ]);
  return row?.tries ?? 0;
}

/** What a link leads to, at the port the test's application really has. */
export function serve(desk: TestDesk, link: string | null, headers: Record<string, string> = {}): Promise<Response> {
  const { pathname, search } = new URL(link ?? '');
  return fetch(`${desk.app.url}${pathname}${search}`, { headers });
}
