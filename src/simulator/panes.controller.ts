import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Controller, Get, Header, Headers, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../common/clock.js';
import { findAbove } from '../common/find-above.js';
import { PERSONAS } from './customers/personas.js';
import { SimulatorSettings } from './simulator-settings.js';

/** In the sources, above `src` as above `dist/src`: the compiler copies nothing but what it compiles. */
const PUBLIC = findAbove(import.meta.dirname, 'src/simulator/public');
const FILES = ['panes.css', 'dom.js', 'phone.js', 'operator.js', 'picker.js'];
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};
const MODULE = /^[\w-]+\.js$/;

/** The two panes in the browser: a customer's phone, and an operator's desk on the API's own client. */
@ApiExcludeController()
@Controller()
export class PanesController {
  constructor(
    private readonly settings: SimulatorSettings,
    private readonly clock: Clock,
  ) {}

  @Get()
  async index(@Headers('accept') accept: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    if (accept?.includes('text/html') === true) return this.give(reply, join(PUBLIC, 'index.html'));
    await reply.type('text/plain; charset=utf-8').send(plainIndex());
  }

  @Get(FILES)
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.give(reply, join(PUBLIC, new URL(request.url, 'http://x').pathname));
  }

  /** What the page has to know: where the API is, who may be signed in as, and the time the messages go by. */
  @Get('panes.json')
  @Header('cache-control', 'no-store')
  about(): object {
    const { apiUrl = null, logins = [] } = this.settings.panes ?? {};
    return { apiUrl, logins, now: this.clock.now().toISOString() };
  }

  @Get('client/:file')
  async client(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    const folder = this.settings.panes?.clientFolder;
    if (folder === undefined || !MODULE.test(file)) throw new NotFoundException('There is no such file.');
    return this.give(reply, join(folder, file));
  }

  private async give(reply: FastifyReply, path: string): Promise<void> {
    if (!existsSync(path)) throw new NotFoundException('There is no such file.');
    await reply
      .headers({
        'content-security-policy': this.policy(),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-cache',
      })
      .type(TYPES[extname(path)] ?? 'application/octet-stream')
      .send(readFileSync(path));
  }

  /** Scripts and styles from here alone, and no way from a text to markup; files and requests also from and to the API. */
  private policy(): string {
    const { apiUrl = '' } = this.settings.panes ?? {};
    return [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src 'self' ${apiUrl}`,
      `img-src 'self' data: ${apiUrl}`,
      `media-src 'self' ${apiUrl}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; ');
  }
}

/** For `curl`. */
function plainIndex(): string {
  const people = PERSONAS.map(({ chatId, phone, bsuid, title }) => `  ${chatId}  ${phone ?? bsuid}  ${title.en}`);
  return [
    'This plays WhatsApp: the Graph API, its webhooks and the customers. Nothing here reaches real people.',
    '',
    "  /                 in a browser: a customer's phone beside an operator's desk",
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
