import { SimulatedNumber } from '../simulator-options.js';

export type WebhookValue = Readonly<Record<string, unknown>>;

export interface WebhookEnvelope {
  object: 'whatsapp_business_account';
  entry: { id: string; changes: { value: unknown; field: string }[] }[];
}

/** A single change in Meta's envelope. */
export function envelopeOf(wabaId: string, value: unknown, field = 'messages'): WebhookEnvelope {
  return { object: 'whatsapp_business_account', entry: [{ id: wabaId, changes: [{ value, field }] }] };
}

/** What every `messages` value begins with. */
export function valueHead(number: SimulatedNumber): WebhookValue {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.phoneNumberId },
  };
}

/** Meta's times: whole seconds since 1970, as a string. */
export function toMetaTime(millis: number): string {
  return String(Math.floor(millis / 1000));
}
