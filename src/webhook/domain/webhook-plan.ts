import { parseWebhook } from '../../waba-gateway/protocol/webhook-parser.js';
import type {
  CustomerNoticeItem,
  MessageItem,
  StatusItem,
  WebhookProblem,
} from '../../waba-gateway/protocol/webhook.types.js';
import { ClaimedBody } from './claimed-body.js';

/** What a body asks for, one part that can be applied by itself after the other. */
export interface BodyPlan {
  body: ClaimedBody;
  messages: MessageItem[];
  statuses: StatusItem[];
  notices: CustomerNoticeItem[];
  /** Why it stays as a dead letter, also when everything else of it is applied. */
  problems: string[];
}

/** Reads a body. Kinds that change nothing yet (templates, account events, echoes) are kept raw and count as applied. */
export function planOf(body: ClaimedBody): BodyPlan {
  const { items, problems } = parseWebhook(body.body);
  const plan: BodyPlan = { body, messages: [], statuses: [], notices: [], problems: problems.map(describe) };
  for (const item of items) {
    // A group's message never enters the chat of one customer.
    if (item.kind === 'message' && item.groupId === undefined) plan.messages.push(item);
    if (item.kind === 'notice') plan.notices.push(item);
    if (item.kind === 'status' && item.groupId === undefined) plan.statuses.push(item);
  }
  return plan;
}

/** Every number a plan speaks to, for looking up its channel. */
export function phoneNumberIdsOf(plans: readonly BodyPlan[]): string[] {
  return [
    ...new Set(
      plans.flatMap(({ messages, statuses, notices }) =>
        [...messages, ...statuses, ...notices].map(({ phoneNumberId }) => phoneNumberId),
      ),
    ),
  ];
}

function describe({ reason, path }: WebhookProblem): string {
  return path === undefined ? reason : `${reason} at ${path}`;
}
