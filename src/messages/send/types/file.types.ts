import type { SendType } from './send-type.js';

/** With a file and words beside it. */
export const IMAGE: SendType = {
  fields: { mediaUrl: 'needed', message: 'needed', caption: 'optional', replyTo: 'optional' },
  file: 'image',
  example: {
    summary: 'Image from a URL',
    value: {
      type: 'image',
      mediaUrl: 'https://example.com/photo.jpg',
      message: 'Фото вашего заказа',
      caption: 'Заказ #12345',
    },
  },
};

export const DOCUMENT: SendType = {
  fields: { ...IMAGE.fields, filename: 'optional' },
  file: 'document',
  example: {
    summary: 'Document from a URL',
    value: {
      type: 'document',
      mediaUrl: 'https://example.com/invoice.pdf',
      message: 'Счёт на оплату',
      filename: 'invoice_12345.pdf',
      caption: 'Счёт #12345',
    },
  },
};

/** The words are optional: the contract asks for them of its own types alone. */
export const VIDEO: SendType = {
  fields: { mediaUrl: 'needed', message: 'optional', caption: 'optional', replyTo: 'optional' },
  file: 'video',
  example: {
    summary: 'Video from a URL',
    value: { type: 'video', mediaUrl: 'https://example.com/video.mp4', caption: 'Ваш заказ собран' },
  },
};

/** WhatsApp has no place for words beside sound and stickers. */
export const AUDIO: SendType = {
  fields: { mediaUrl: 'needed', replyTo: 'optional' },
  file: 'audio',
  example: { summary: 'Audio from a URL', value: { type: 'audio', mediaUrl: 'https://example.com/audio.mp3' } },
};

/** To Meta it is audio with a mark; so it is to the history, as when a customer speaks. */
export const VOICE: SendType = {
  fields: AUDIO.fields,
  file: 'voice',
  metaType: 'audio',
  marks: { voice: true },
  example: { summary: 'Voice message from a URL', value: { type: 'voice', mediaUrl: 'https://example.com/voice.ogg' } },
};

export const STICKER: SendType = {
  fields: AUDIO.fields,
  file: 'sticker',
  example: { summary: 'Sticker from a URL', value: { type: 'sticker', mediaUrl: 'https://example.com/sticker.webp' } },
};
