import { Injectable } from '@nestjs/common';
import { MarketingService } from '../../chats/marketing.service.js';
import type { LocalizedText } from '../../common/errors/localized-text.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { safeFilename } from '../../media/domain/filename.js';
import { TemplatesService, TemplateToSend } from '../../templates/templates.service.js';
import type { SendRequest } from './send-request.js';

const BAD_FILENAME: LocalizedText = {
  en: 'must be a file name of 1 to 240 bytes without quotes and control characters',
  ru: 'должно быть именем файла от 1 до 240 байт без кавычек и управляющих символов',
};

/** Makes of the template a request names what is sent. */
@Injectable()
export class TemplateSends {
  constructor(
    private readonly templates: TemplatesService,
    private readonly marketing: MarketingService,
  ) {}

  /**
   * The request with the words and components of its template; one of another type as it is. `customerId` is absent where there is no
   * chat yet. Throws 404 `TEMPLATE_NOT_FOUND`, 409 `TEMPLATE_NOT_APPROVED`, 400 `VALIDATION`, and 422 for marketing to who wants none.
   */
  async compose(
    { channelId, customerId }: { channelId: number; customerId?: number },
    request: SendRequest,
  ): Promise<SendRequest> {
    const { type, details } = request;
    if (type !== 'template' || !isTemplate(details)) return request;
    const filename = details.header?.filename;
    if (filename !== undefined && safeFilename(filename) === null) {
      throw validationError([{ field: 'template.header.filename', code: 'FILENAME', message: BAD_FILENAME }]);
    }
    const composed = await this.templates.compose(channelId, details);
    if (composed.isMarketing && customerId !== undefined) await this.marketing.assertMayMarket(customerId);
    return {
      ...request,
      content: composed.content,
      details: { ...composed.details },
      mediaUrl: composed.file === null ? null : (details.header?.mediaUrl ?? null),
      file: composed.file,
      cardFiles: composed.cardFiles,
    };
  }
}

/** Its DTO has checked it: see `template.type.ts`. */
function isTemplate(details: Record<string, unknown>): details is Record<string, unknown> & TemplateToSend {
  return typeof details.name === 'string' && typeof details.language === 'string';
}
