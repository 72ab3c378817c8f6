import type { AccountNotice, ShownNumber } from '../../channels/account/account-updates.service.js';
import { readAccountUpdate } from '../../waba-gateway/protocol/account-update.js';
import { parseWebhook } from '../../waba-gateway/protocol/webhook-parser.js';
import type {
  CustomerNoticeItem,
  EchoItem,
  HistoryItem,
  MessageBody,
  MessageItem,
  OtherItem,
  StatusItem,
  WebhookProblem,
} from '../../waba-gateway/protocol/webhook.types.js';
import { ClaimedBody } from './claimed-body.js';

/** What a body asks for, one part that can be applied by itself after the other. */
export interface BodyPlan {
  body: ClaimedBody;
  messages: MessageItem[];
  statuses: StatusItem[];
  echoes: EchoItem[];
  history: HistoryItem[];
  notices: CustomerNoticeItem[];
  accounts: AccountNotice[];
  /** Numbers as Meta shows them to people. */
  numbers: ShownNumber[];
  /** Why it stays as a dead letter, also when everything else of it is applied. */
  problems: string[];
}

/** Reads a body. Kinds that change nothing yet (account events, groups) are kept raw and count as applied. */
export function planOf(body: ClaimedBody): BodyPlan {
  const { items, problems } = parseWebhook(body.body);
  const plan: BodyPlan = {
    body,
    messages: [],
    statuses: [],
    echoes: [],
    history: [],
    notices: [],
    accounts: [],
    numbers: [],
    problems: problems.map(describe),
  };
  for (const item of items) {
    // A group's message never enters the chat of one customer: it stays where an admin sees it.
    if ('groupId' in item && item.groupId !== undefined) {
      if (item.kind !== 'status') plan.problems.push(`group_message ${item.wamid}`);
      continue;
    }
    if (item.kind === 'message') plan.messages.push(item);
    if (item.kind === 'echo') plan.echoes.push(item);
    if (item.kind === 'history') plan.history.push(item);
    if (item.kind === 'other') plan.accounts.push(...accountOf(item, body.receivedAt));
    if (item.kind === 'notice') plan.notices.push(item);
    if (item.kind === 'status') plan.statuses.push(item);
  }
  plan.numbers.push(...numbersOf([...plan.messages, ...plan.echoes, ...plan.history]));
  return plan;
}

/** Every number a plan speaks to, for looking up its channel. */
export function phoneNumberIdsOf(plans: readonly BodyPlan[]): string[] {
  return [
    ...new Set(
      plans.flatMap(({ messages, statuses, echoes, history, notices }) =>
        [...messages, ...statuses, ...echoes, ...history, ...notices].map(({ phoneNumberId }) => phoneNumberId),
      ),
    ),
  ];
}

function numbersOf(items: readonly MessageBody[]): ShownNumber[] {
  const numbers = new Map(items.map(({ phoneNumberId, displayPhoneNumber }) => [phoneNumberId, displayPhoneNumber]));
  return [...numbers].flatMap(([phoneNumberId, displayPhoneNumber]) =>
    displayPhoneNumber === undefined ? [] : [{ phoneNumberId, displayPhoneNumber }],
  );
}

function accountOf({ field, value, wabaId, timestamp }: OtherItem, receivedAt: Date): AccountNotice[] {
  const update = readAccountUpdate(field, value);
  return update === undefined || wabaId === undefined
    ? []
    : [{ wabaId, update, value, timestamp: timestamp ?? null, receivedAt }];
}

function describe({ reason, path }: WebhookProblem): string {
  return path === undefined ? reason : `${reason} at ${path}`;
}
