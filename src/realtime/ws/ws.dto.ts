import { TicketField } from '../doors/ticket-field.js';

export class WsQueryDto {
  @TicketField()
  ticket?: string;
}
