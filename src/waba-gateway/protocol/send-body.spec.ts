import { describe, it, expect } from '@jest/globals';
import { buildSendBody, OutgoingMessage } from './send-body.js';

const attemptId = '0b8e7f0c-3a52-4f43-9d0e-6a4de2a3a111';
const envelope = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  biz_opaque_callback_data: attemptId,
};
const phone = { waId: '77011234567' };
const plain = { attemptId, to: phone, content: '', details: {}, caption: null, filename: null, mediaId: null };

describe('buildSendBody', () => {
  it.each<[string, OutgoingMessage, Record<string, unknown>]>([
    [
      'a text',
      { ...plain, type: 'text', content: 'Привет' },
      { ...envelope, to: '+77011234567', type: 'text', text: { body: 'Привет', preview_url: true } },
    ],
    [
      'a reply to someone without a phone',
      { ...plain, type: 'text', to: { bsuid: 'KZ.1349' }, content: 'a', replyTo: 'wamid.1' },
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
      { ...plain, type: 'image', to: { ...phone, bsuid: 'KZ.1349' }, mediaId: '5', caption: '' },
      { ...envelope, to: '+77011234567', type: 'image', image: { id: '5' } },
    ],
    [
      'a document',
      { ...plain, type: 'document', mediaId: '5', caption: 'Счёт', filename: 'счёт.pdf' },
      {
        ...envelope,
        to: '+77011234567',
        type: 'document',
        document: { id: '5', caption: 'Счёт', filename: 'счёт.pdf' },
      },
    ],
    [
      'a voice note',
      { ...plain, type: 'audio', mediaId: '5', details: { voice: true } },
      { ...envelope, to: '+77011234567', type: 'audio', audio: { id: '5', voice: true } },
    ],
    [
      'what is stored as Meta wants it',
      { ...plain, type: 'location', details: { latitude: 1, longitude: 2 } },
      { ...envelope, to: '+77011234567', type: 'location', location: { latitude: 1, longitude: 2 } },
    ],
    [
      'a list under its own name',
      { ...plain, type: 'contacts', details: { contacts: [{ name: {} }] } },
      { ...envelope, to: '+77011234567', type: 'contacts', contacts: [{ name: {} }] },
    ],
  ])('builds %s', (_name, message, expected) => {
    expect(buildSendBody(message)).toEqual(expected);
  });

  it('sends an identity that is no phone number as it came', () => {
    expect(buildSendBody({ ...plain, type: 'text', to: { waId: 'abc' } }).to).toBe('abc');
  });

  it('refuses a target that names nobody', () => {
    expect(() => buildSendBody({ ...plain, type: 'text', to: {} })).toThrow('needs a waId');
  });
});
