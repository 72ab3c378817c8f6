import { Body, Controller, Delete, Get, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SimulatedNumber } from '../simulator-options.js';
import { SimulatorSettings } from '../simulator-settings.js';
import { BlockListService } from './block-list.service.js';
import { giveBrokenAnswer } from './broken-answer.js';
import { GraphAccessGuard } from './graph-access.guard.js';
import { GraphError } from './graph.error.js';

/** The block list of a number, in the shapes of Meta's page on blocking users. */
@ApiExcludeController()
@UseGuards(GraphAccessGuard)
@Controller('v:version/:phoneNumberId/block_users')
export class BlockListController {
  constructor(
    private readonly settings: SimulatorSettings,
    private readonly blockList: BlockListService,
  ) {}

  @Post()
  async block(
    @Param('phoneNumberId') phoneNumberId: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.change(phoneNumberId, body, true, reply);
  }

  @Delete()
  async unblock(
    @Param('phoneNumberId') phoneNumberId: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.change(phoneNumberId, body, false, reply);
  }

  @Get()
  list(@Param('phoneNumberId') phoneNumberId: string): object {
    return { data: this.blockList.list(this.numberOf(phoneNumberId)), paging: { cursors: { after: '', before: '' } } };
  }

  private async change(phoneNumberId: string, body: unknown, isBlocked: boolean, reply: FastifyReply): Promise<void> {
    const outcome = this.blockList.change(this.numberOf(phoneNumberId), body, isBlocked);
    if ('broken' in outcome) await giveBrokenAnswer(reply, outcome.broken);
    else await reply.status(outcome.status).send(outcome.answer);
  }

  private numberOf(phoneNumberId: string): SimulatedNumber {
    const number = this.settings.findNumber(phoneNumberId);
    if (!number) throw GraphError.unknownObject(phoneNumberId);
    return number;
  }
}
