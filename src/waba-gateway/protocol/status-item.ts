import { readIdentity } from './identity.js';
import { JsonObject, asId, asText, asTime } from './json-fields.js';
import { ChangeContext, ItemResult } from './message-item.js';
import { readErrors } from './meta-error-item.js';
import { readWamid } from './wamid.js';
import { IdentityHints, RECEIPT_STATUSES, ReceiptStatus, StatusItem } from './webhook.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A receipt, or why it is none. A status word we do not know is left for a replay, it must not move a message. */
export function parseStatus(status: JsonObject, context: ChangeContext): ItemResult<StatusItem> {
  const wamid = readWamid(status.id);
  if (wamid === undefined) return 'wamid_unusable';
  const word = readStatusWord(status.status);
  if (word === undefined) return 'unknown_status';
  const attemptId = readAttemptId(status.biz_opaque_callback_data);
  const groupId = isGroup(status) ? asId(status.recipient_id) : undefined;
  const { pricing, conversation } = status;
  return {
    kind: 'status',
    phoneNumberId: context.phoneNumberId,
    ...(context.wabaId !== undefined ? { wabaId: context.wabaId } : {}),
    wamid,
    status: word,
    timestamp: asTime(status.timestamp),
    ...(attemptId !== undefined ? { attemptId } : {}),
    recipient: readRecipient(status),
    ...(groupId !== undefined ? { groupId } : {}),
    errors: readErrors(status.errors),
    details: {
      ...(pricing !== undefined ? { pricing } : {}),
      ...(conversation !== undefined ? { conversation } : {}),
    },
    raw: status,
  };
}

function readStatusWord(value: unknown): ReceiptStatus | undefined {
  return RECEIPT_STATUSES.find((word) => word === value);
}

/** Only our own uuids: other tools that share the number put their own words here. */
function readAttemptId(value: unknown): string | undefined {
  const text = asText(value)?.toLowerCase();
  return text !== undefined && UUID.test(text) ? text : undefined;
}

function isGroup(status: JsonObject): boolean {
  return status.recipient_type === 'group';
}

/** In a group `recipient_id` is the group and the participant stands beside it. */
function readRecipient(status: JsonObject): IdentityHints {
  if (isGroup(status)) {
    return readIdentity({
      phone: status.recipient_participant_id,
      userId: status.recipient_participant_user_id,
      parentUserId: status.recipient_participant_parent_user_id,
    });
  }
  return readIdentity({
    phone: status.recipient_id,
    userId: status.recipient_user_id,
    // Meta's documentation named it the other way round until May 2026.
    parentUserId: status.recipient_parent_user_id ?? status.parent_recipient_user_id,
  });
}
