import { DataSource, EntityManager } from 'typeorm';
import { PasswordHasher } from '../../auth/passwords/password-hasher.js';
import { User } from '../../auth/users/user.entity.js';
import { ChannelMember } from '../../channels/channel-member.entity.js';
import { Channel } from '../../channels/channel.entity.js';
import { TokenCipher } from '../../channels/token-cipher.js';
import { Chat } from '../../chats/chat.entity.js';
import { CustomerChange } from '../../chats/customer-change.entity.js';
import { CustomerIdentity } from '../../chats/customer-identity.entity.js';
import { CustomerMarketing } from '../../chats/customer-marketing.entity.js';
import { Customer } from '../../chats/customer.entity.js';
import { transaction } from '../../database/transaction.js';
import { ChatAssignment } from '../../desk/assignment/chat-assignment.entity.js';
import { ChatLabel } from '../../desk/labels/chat-label.entity.js';
import { Label } from '../../desk/labels/label.entity.js';
import { CannedResponse } from '../../desk/canned/canned-response.entity.js';
import { Note } from '../../desk/notes/note.entity.js';
import { MediaService } from '../../media/media.service.js';
import { MessageChange } from '../../messages/message-change.entity.js';
import { Message } from '../../messages/message.entity.js';
import { Receipt } from '../../messages/receipt.entity.js';
import { SendAttempt } from '../../messages/send-attempt.entity.js';
import { assignmentRows } from './assignment-rows.js';
import { customerStories } from './customer-rows.js';
import { demoChats } from './demo-chats.js';
import { DemoFiles } from './demo-files.js';
import { DEMO_CHANNELS, DEMO_PASSWORD, DEMO_USERS } from './demo-people.js';
import { cannedRows, noteRows } from './desk-rows.js';
import { insertRows } from './insert-rows.js';
import { chatLabelRows, labelRows } from './label-rows.js';
import { MessageDraft } from './message-rows.js';
import { insertScheduledMessage } from './scheduled-message.js';
import { chatRows } from './seed-rows.js';

export interface SeedParts {
  dataSource: DataSource;
  hasher: PasswordHasher;
  cipher: TokenCipher;
  /** Takes the demo files from the simulator; undefined where there is none, and the messages come without their files. */
  media: MediaService | undefined;
  /** The demo channels' access token. */
  graphToken: string;
  now: Date;
}

/** Fills a new sandbox, all or nothing; one that was filled before stays as its people left it. Tells whether it did. */
export async function seedOnce(parts: SeedParts): Promise<boolean> {
  const { dataSource, hasher, media, now } = parts;
  const done: unknown[] = await dataSource.query(`select 1 from installation where key = 'seed'`);
  if (done.length > 0) return false;
  const passwordHash = await hasher.hash(DEMO_PASSWORD);
  const files = await DemoFiles.acquire(media);
  await transaction(dataSource, async (manager) => {
    await insertPeople(manager, parts, passwordHash);
    await insertChats(manager, now, files);
    await insertScheduledMessage(manager, now);
    await insertRows(manager, Note, noteRows(now));
    await insertRows(manager, CannedResponse, cannedRows(now));
    await continueIdsAfterSeed(manager);
    await manager.query(`insert into installation (key, value) values ('seed', '1')`);
  });
  return true;
}

async function insertPeople(manager: EntityManager, parts: SeedParts, passwordHash: string): Promise<void> {
  const times = { createdAt: parts.now, updatedAt: parts.now };
  await insertRows(
    manager,
    User,
    DEMO_USERS.map((user) => ({ ...user, passwordHash, disabledAt: null, ...times })),
  );
  await insertRows(
    manager,
    Channel,
    DEMO_CHANNELS.map(({ id, number, accessPolicy }) => ({
      id,
      name: number.verifiedName,
      phoneNumberId: number.phoneNumberId,
      wabaId: number.wabaId,
      accessTokenEncrypted: parts.cipher.encrypt(id, parts.graphToken),
      accessPolicy,
      ...times,
    })),
  );
  const members = DEMO_CHANNELS.flatMap(({ id, memberIds }) => memberIds.map((userId) => ({ channelId: id, userId })));
  await insertRows(manager, ChannelMember, members);
}

async function insertChats(manager: EntityManager, now: Date, files: DemoFiles): Promise<void> {
  const rows = demoChats().map((chat) => chatRows(chat, now));
  await insertRows(
    manager,
    Customer,
    rows.map(({ customer }) => customer),
  );
  const stories = customerStories(rows);
  await insertRows(manager, CustomerIdentity, [...rows.flatMap(({ identities }) => identities), ...stories.identities]);
  await insertRows(manager, CustomerChange, stories.changes);
  await insertRows(manager, CustomerMarketing, stories.marketing);
  const chats = rows.map(({ chat }) => chat);
  await insertRows(manager, Chat, chats);
  await insertRows(manager, Label, labelRows(now));
  await insertRows(manager, ChatLabel, chatLabelRows());
  await insertRows(manager, ChatAssignment, assignmentRows(chats, now));
  const drafts = rows.flatMap(({ messages }) => messages);
  await insertRows(manager, Message, await withFiles(manager, drafts, files));
  await insertRows(
    manager,
    SendAttempt,
    drafts.flatMap(({ attempt }) => attempt ?? []),
  );
  await insertRows(
    manager,
    Receipt,
    drafts.flatMap(({ receipts }) => receipts),
  );
  await insertRows(
    manager,
    MessageChange,
    drafts.flatMap(({ changes }) => changes),
  );
}

/** One row of `media` for each file of each message: access to a file is its chat's. */
async function withFiles(
  manager: EntityManager,
  drafts: readonly MessageDraft[],
  files: DemoFiles,
): Promise<Message[]> {
  const messages: Message[] = [];
  for (const { message, file } of drafts) {
    messages.push({ ...message, mediaId: await files.insertFor(manager, message, file) });
  }
  return messages;
}

/** The rows above name their ids; what comes next must not meet them. */
async function continueIdsAfterSeed(manager: EntityManager): Promise<void> {
  for (const table of ['users', 'channels', 'customers', 'chats', 'messages', 'labels']) {
    await manager.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
  }
}
