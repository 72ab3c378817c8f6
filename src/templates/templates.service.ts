import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ChannelsService } from '../channels/channels.service.js';
import { Clock } from '../common/clock.js';
import { ApiError } from '../common/errors/api-error.js';
import { decodeIdCursor, IdPage, idPage } from '../common/id-page.js';
import { validationError } from '../common/validation/validation.pipe.js';
import { renderTemplate } from './domain/render-template.js';
import type { TemplateFill } from './domain/template-fill.js';
import { partsOf, TemplateHeader } from './domain/template-parts.js';
import { TemplateView, toTemplateView } from './domain/template-view.js';
import { MetaTemplate, toMeta } from './domain/to-meta.js';
import { validateTemplate } from './domain/validate-template.js';
import { SyncTemplates } from './sync-templates.service.js';
import { TemplateFilter, TemplateRow, TemplatesRepository } from './templates.repository.js';

export interface TemplateToSend extends TemplateFill {
  name: string;
  language: string;
}

/** A template that may be sent, filled in. */
export interface ComposedTemplate {
  /** What the customer reads. */
  content: string;
  /** The object `template` in Meta's keys; its header's file is still to be put in. */
  details: MetaTemplate;
  isMarketing: boolean;
  /** What its header is to be, where that is a file. */
  file: FileKind | null;
  /** The same of the cards of a carousel, in their order. */
  cardFiles: CardFile[];
}

type FileKind = 'image' | 'video' | 'document';

export interface CardFile {
  /** Where we fetch it. */
  mediaUrl: string;
  file: FileKind;
}

/** Nothing but these can be sent (Meta, template status). */
const SENDABLE = 'APPROVED';
const MARKETING = 'MARKETING';

/** A name that stands in no list may have been approved just now: WhatsApp is asked, so often at most. */
const ASK_AGAIN_MS = 60_000;

@Injectable()
export class TemplatesService {
  private readonly askedAt = new Map<string, number>();

  constructor(
    private readonly templates: TemplatesRepository,
    private readonly channels: ChannelsService,
    private readonly sync: SyncTemplates,
    private readonly clock: Clock,
  ) {}

  /** Those of the user's channels, by id; deleted ones only where they are asked for. */
  async list(
    userId: number,
    query: Omit<TemplateFilter, 'cursor'> & { cursor?: string },
  ): Promise<IdPage<TemplateView>> {
    const cursor = query.cursor === undefined ? undefined : decodeIdCursor(query.cursor);
    const { items, ...page } = idPage(await this.templates.findPage(userId, { ...query, cursor }), cursor, query.limit);
    return { items: items.map(toTemplateView), ...page };
  }

  /** Throws 404 `TEMPLATE_NOT_FOUND`. */
  async find(userId: number, id: number): Promise<TemplateView> {
    const template = await this.templates.findForUser(userId, id);
    if (template === undefined) throw new ApiError('TEMPLATE_NOT_FOUND');
    return toTemplateView(template);
  }

  /** What a customer would read. Throws 404 `TEMPLATE_NOT_FOUND`, 400 `VALIDATION` as a send would. */
  async preview(userId: number, id: number, fill: TemplateFill): Promise<string> {
    const template = await this.templates.findForUser(userId, id);
    if (template === undefined) throw new ApiError('TEMPLATE_NOT_FOUND');
    const parts = partsOf(template);
    const errors = validateTemplate(template, parts, fill);
    if (errors.length > 0) throw validationError(errors);
    return renderTemplate(parts, fill);
  }

  /**
   * A template of the channel's account, ready for Meta. Throws 404 `TEMPLATE_NOT_FOUND`, 409 `TEMPLATE_NOT_APPROVED`, and 400
   * `VALIDATION` that names each parameter under `template.`.
   */
  async compose(channelId: number, { name, language, ...fill }: TemplateToSend): Promise<ComposedTemplate> {
    const template = await this.findToSend(channelId, name, language);
    if (template === undefined || template.status === 'DELETED') throw new ApiError('TEMPLATE_NOT_FOUND');
    if (template.status !== SENDABLE) throw notApproved(template.status);
    const parts = partsOf(template);
    const errors = validateTemplate(template, parts, fill, 'template.');
    if (errors.length > 0) throw validationError(errors);
    return {
      content: renderTemplate(parts, fill),
      details: toMeta(template, parts, fill),
      isMarketing: template.category === MARKETING,
      file: fileOf(parts.header),
      cardFiles: parts.cards.flatMap(({ header }, index) => {
        const [file, mediaUrl] = [fileOf(header), fill.cards?.[index]?.header?.mediaUrl];
        return file === null || mediaUrl === undefined ? [] : [{ file, mediaUrl }];
      }),
    };
  }

  /** Whether Meta takes it for marketing now: it changes categories by itself. */
  async isMarketing(manager: EntityManager, channelId: number, name: string, language: string): Promise<boolean> {
    return (await this.templates.findOfChannel(channelId, name, language, manager))?.category === MARKETING;
  }

  private async findToSend(channelId: number, name: string, language: string): Promise<TemplateRow | undefined> {
    const template = await this.templates.findOfChannel(channelId, name, language);
    if (template !== undefined) return template;
    const { wabaId } = await this.channels.credentialsOf(channelId);
    const now = this.clock.millis();
    const asked = this.askedAt.get(wabaId);
    if (asked !== undefined && now - asked < ASK_AGAIN_MS) return undefined;
    this.askedAt.set(wabaId, now);
    await this.sync.syncSoon(wabaId);
    return this.templates.findOfChannel(channelId, name, language);
  }
}

function fileOf(header: TemplateHeader | null): ComposedTemplate['file'] {
  const format = header?.format;
  return format === 'image' || format === 'video' || format === 'document' ? format : null;
}

function notApproved(status: string): ApiError {
  return new ApiError('TEMPLATE_NOT_APPROVED', {
    detail: {
      en: `WhatsApp does not let this template be sent now: its status is ${status}.`,
      ru: `WhatsApp сейчас не разрешает отправлять этот шаблон: его статус ${status}.`,
    },
  });
}
