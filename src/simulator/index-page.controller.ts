import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PERSONAS } from './customers/personas.js';

@ApiExcludeController()
@Controller()
export class IndexPageController {
  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  index(): string {
    const people = PERSONAS.map(({ chatId, phone, bsuid, title }) => `  ${chatId}  ${phone ?? bsuid}  ${title.en}`);
    return [
      'This plays WhatsApp: the Graph API, its webhooks and the customers. Nothing here reaches real people.',
      '',
      '  /docs             the control API: let customers write, set faults, move the clock',
      '  /control/sent     what was sent so far',
      '  /files/           files to send by URL, good and hostile ones',
      '  /v25.0/...        the Graph API',
      '',
      'Customers, by their chat:',
      ...people,
      '',
    ].join('\n');
  }
}
