import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AnswerFaultsService } from '../graph/answer-faults.service.js';
import { GraphAccessGuard } from '../graph/graph-access.guard.js';
import { GraphError } from '../graph/graph.error.js';
import { SimulatorSettings } from '../simulator-settings.js';
import type { SimulatedTemplate } from './template-catalogue.js';
import { TemplateStoreService } from './template-store.service.js';

/** Smaller than what is asked for: nobody may rely on one page being all. */
const PAGE_MAX = 5;

interface ListQuery {
  limit?: string;
  after?: string;
  status?: string;
}

/** The templates of an account, page by page. */
@ApiExcludeController()
@UseGuards(GraphAccessGuard)
@Controller('v:version/:wabaId/message_templates')
export class TemplatesController {
  constructor(
    private readonly settings: SimulatorSettings,
    private readonly templates: TemplateStoreService,
    private readonly answers: AnswerFaultsService,
  ) {}

  @Get()
  list(@Param('wabaId') wabaId: string, @Query() query: ListQuery): object {
    if (this.settings.phoneNumbers.every((number) => number.wabaId !== wabaId)) throw GraphError.unknownObject(wabaId);
    this.answers.refuseList();
    const { after, status } = query;
    const all = this.templates
      .list()
      .filter((template) => status === undefined || template.status === status.toUpperCase());
    const start = after === undefined ? 0 : all.findIndex((template) => cursorOf(template) === after) + 1;
    const limit = Math.min(Number(query.limit ?? PAGE_MAX) || PAGE_MAX, PAGE_MAX);
    const data = all.slice(start, start + limit);
    const [first, last] = [data.at(0), data.at(-1)];
    const cursors = first && last ? { before: cursorOf(first), after: cursorOf(last) } : {};
    const next = `${this.settings.baseUrl}/v25.0/${wabaId}/message_templates?limit=${limit}&after=${last ? cursorOf(last) : ''}`;
    return { data, paging: { cursors, ...(start + limit < all.length ? { next } : {}) } };
  }
}

function cursorOf({ id }: SimulatedTemplate): string {
  return Buffer.from(id).toString('base64url');
}
