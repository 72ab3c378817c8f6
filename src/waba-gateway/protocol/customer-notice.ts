import { isEmptyIdentity, readIdentity } from './identity.js';
import { JsonObject, asArray, asId, asObject, asTime } from './json-fields.js';
import { CustomerNoticeItem } from './webhook.types.js';

type Notice = Omit<CustomerNoticeItem, 'kind' | 'field' | 'phoneNumberId' | 'wabaId'>;

/** Meta's words about marketing messages; `signup` is a customer who asked for them anew. */
const MARKETING_WORDS: Readonly<Record<string, CustomerNoticeItem['marketing']>> = {
  stop: 'stop',
  resume: 'resume',
  signup: 'resume',
};

/** A reader for each `field` that tells of customers outside of messages; what it cannot read is undefined, and kept whole. */
const READERS: Readonly<Record<string, (piece: JsonObject) => Notice | undefined>> = {
  user_preferences: readPreference,
  user_id_update: readUserIdUpdate,
};

/**
 * The notices of a change: its list stands under the name of its field. Undefined where it is no such field; `rest` are the pieces
 * that could not be read, to be kept as they came.
 */
export function readNotices(
  field: string,
  value: JsonObject,
  wabaId: string | undefined,
): { notices: CustomerNoticeItem[]; rest: unknown[] } | undefined {
  const read = Object.hasOwn(READERS, field) ? READERS[field] : undefined;
  const phoneNumberId = asId(asObject(value.metadata)?.phone_number_id);
  const pieces = asArray(value[field]);
  if (read === undefined || phoneNumberId === undefined || pieces === undefined) return undefined;
  if (pieces.length === 0) return undefined;
  const notices: CustomerNoticeItem[] = [];
  const rest: unknown[] = [];
  for (const piece of pieces) {
    const object = asObject(piece);
    const notice = object === undefined ? undefined : read(object);
    if (notice === undefined) rest.push(piece);
    else notices.push({ kind: 'notice', field, phoneNumberId, ...(wabaId === undefined ? {} : { wabaId }), ...notice });
  }
  return { notices, rest };
}

/** `{wa_id?, user_id?, category: "marketing_messages", value: "stop" | "resume" | "signup", timestamp}`. */
function readPreference(piece: JsonObject): Notice | undefined {
  const person = readIdentity({ phone: piece.wa_id, userId: piece.user_id, parentUserId: piece.parent_user_id });
  const word = asId(piece.value) ?? '';
  const marketing = Object.hasOwn(MARKETING_WORDS, word) ? MARKETING_WORDS[word] : undefined;
  if (isEmptyIdentity(person) || piece.category !== 'marketing_messages' || marketing === undefined) return undefined;
  return { person, marketing, timestamp: asTime(piece.timestamp), raw: piece };
}

/** `{wa_id?, user_id: {previous, current}, parent_user_id?: {previous, current}, timestamp}`; documented from March to July 2026. */
function readUserIdUpdate(piece: JsonObject): Notice | undefined {
  const [userId, parent] = [asObject(piece.user_id), asObject(piece.parent_user_id)];
  const person = readIdentity({
    userId: userId?.previous ?? piece.previous_user_id,
    parentUserId: parent?.previous ?? piece.previous_parent_user_id,
  });
  const became = readIdentity({
    // The phone beside it is the one they have now.
    phone: piece.wa_id,
    userId: userId === undefined ? piece.user_id : userId.current,
    parentUserId: parent === undefined ? piece.parent_user_id : parent.current,
  });
  if (isEmptyIdentity(person) || became.bsuid === undefined) return undefined;
  return { person, became, timestamp: asTime(piece.timestamp), raw: piece };
}
