import { CustomDecorator, SetMetadata } from '@nestjs/common';

export const ACCEPTS_TICKET = 'acceptsTicket';
export const ACCEPTS_LATER_TOKEN = 'acceptsLaterToken';

/** Lets a request in by `?ticket=`, which works once: neither EventSource nor a browser's WebSocket can send a header. */
export function AcceptsTicket(): CustomDecorator {
  return SetMetadata(ACCEPTS_TICKET, true);
}

/** Lets an upgrade without any credentials reach its handler, which must ask for a token before it says anything. */
export function AcceptsLaterToken(): CustomDecorator {
  return SetMetadata(ACCEPTS_LATER_TOKEN, true);
}
