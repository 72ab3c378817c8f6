import { Injectable } from '@nestjs/common';
import { isDatabaseAway } from '../common/errors/normalize-error.js';
import { Logger } from '../common/logger.js';
import { TemplateNotices } from '../templates/template-notices.service.js';
import { readTemplateNotice } from '../waba-gateway/protocol/template-item.js';
import { parseWebhook } from '../waba-gateway/protocol/webhook-parser.js';
import { ClaimedBody } from './domain/claimed-body.js';

/** In the name of every field that speaks of templates; a body without it need not be parsed once more. */
const MARK = 'template';

/** Passes on what webhooks say of templates. */
@Injectable()
export class FollowTemplates {
  constructor(
    private readonly notices: TemplateNotices,
    private readonly logger: Logger,
  ) {}

  /** Before the bodies count as applied; applied twice it changes nothing. Rejects only while the database is away. */
  async apply(bodies: readonly ClaimedBody[]): Promise<void> {
    const items = bodies.filter(({ body }) => body.includes(MARK)).flatMap(({ body }) => parseWebhook(body).items);
    const notices = items.flatMap((item) =>
      item.kind === 'other' ? (readTemplateNotice(item.field, item.value, item.wabaId) ?? []) : [],
    );
    if (notices.length === 0) return;
    try {
      await this.notices.apply(notices);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.failure('a notice about a template could not be applied', error);
    }
  }
}
