import { describe, it, expect } from '@jest/globals';
import { buildSendBody, OutgoingMessage } from './send-body.js';

const attemptId = '0b8e7f0c-3a52-4f43-9d0e-6a4de2a3a111';
const envelope = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  biz_opaque_callback_data: attemptId,
};
const phone = { waId: '77011234567' };

describe('buildSendBody', () => {
  it.each<[string, OutgoingMessage, Record<string, unknown>]>([
    [
      'a text',
      { type: 'text', to: phone, attemptId, text: 'Привет' },
      { ...envelope, to: '+77011234567', type: 'text', text: { body: 'Привет', preview_url: true } },
    ],
    [
      'a reply to someone without a phone',
      { type: 'text', to: { bsuid: 'KZ.1349' }, attemptId, text: 'a', replyTo: 'wamid.1' },
      {
        ...envelope,
        recipient: 'KZ.1349',
        context: { message_id: 'wamid.1' },
        type: 'text',
        text: { body: 'a', preview_url: true },
      },
    ],
    [
      'an image without a caption, to the phone where both are known',
      { type: 'image', to: { ...phone, bsuid: 'KZ.1349' }, attemptId, mediaId: '5', caption: '' },
      { ...envelope, to: '+77011234567', type: 'image', image: { id: '5' } },
    ],
    [
      'a document',
      { type: 'document', to: phone, attemptId, mediaId: '5', caption: 'Счёт', filename: 'счёт.pdf' },
      {
        ...envelope,
        to: '+77011234567',
        type: 'document',
        document: { id: '5', caption: 'Счёт', filename: 'счёт.pdf' },
      },
    ],
  ])('builds %s', (_name, message, expected) => {
    expect(buildSendBody(message)).toEqual(expected);
  });

  it('sends an identity that is no phone number as it came', () => {
    expect(buildSendBody({ type: 'text', to: { waId: 'abc' }, attemptId, text: 'a' }).to).toBe('abc');
  });

  it('refuses a target that names nobody', () => {
    expect(() => buildSendBody({ type: 'text', to: {}, attemptId, text: 'a' })).toThrow('needs a waId');
  });
});
