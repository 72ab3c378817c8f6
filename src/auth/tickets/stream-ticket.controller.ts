import { Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../authenticated.decorator.js';
import { CurrentUser } from '../current-user.decorator.js';
import { AuthUser } from '../domain/auth-user.js';
import { StreamTicketDto } from './stream-ticket.dto.js';
import { StreamTickets } from './stream-tickets.service.js';

@ApiTags('Auth')
@Controller('api/auth')
export class StreamTicketController {
  constructor(private readonly tickets: StreamTickets) {}

  @Post('stream-ticket')
  @ApiOperation({
    summary: 'Get a ticket for one event stream',
    operationId: 'createStreamTicket',
    description:
      'For what cannot send a header: `new EventSource(…)` and a browser’s `new WebSocket(…)`. It opens one stream within 30 seconds, as `?ticket=` of `GET /api/waba/operator/events` or `/ws`, and that stream ends with your session and with the access token that asked. API keys send their header and get no tickets.',
  })
  @ApiCreatedResponse({ type: StreamTicketDto, description: 'The ticket. It is shown once.' })
  @Authenticated()
  createStreamTicket(@CurrentUser() user: AuthUser): Promise<StreamTicketDto> {
    return this.tickets.mint(user);
  }
}
