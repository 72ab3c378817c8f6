import { Customer } from '../customers/customer.js';
import { SimulatedNumber } from '../simulator-options.js';
import { toMetaTime, valueHead, WebhookValue } from './envelope.js';

export interface InboundMessage {
  wamid: string;
  number: SimulatedNumber;
  customer: Customer;
  /** False for a customer with a username whom this number may not see the phone of: keys are missing then, not empty. */
  isPhoneVisible: boolean;
  type: string;
  /** The object named like the type and whatever stands beside it (`context`, `referral`, …), as Meta would send it. */
  parts: WebhookValue;
  at: number;
}

/** A customer's message. `system` messages come without contacts. */
export function inboundValue({ customer, number, ...message }: InboundMessage): WebhookValue {
  const waId = message.isPhoneVisible ? customer.waId : null;
  const contact = {
    profile: { name: customer.name, ...(customer.username === undefined ? {} : { username: customer.username }) },
    ...(waId === null ? {} : { wa_id: waId }),
    user_id: customer.bsuid,
  };
  return {
    ...valueHead(number),
    ...(message.type === 'system' ? {} : { contacts: [contact] }),
    messages: [
      {
        ...(waId === null ? {} : { from: waId }),
        from_user_id: customer.bsuid,
        id: message.wamid,
        timestamp: toMetaTime(message.at),
        type: message.type,
        ...message.parts,
      },
    ],
  };
}
