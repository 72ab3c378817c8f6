import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { LocalizedText } from '../../common/errors/localized-text.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { parseWebhookUrl } from '../domain/webhook-url.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { WebhookClient } from '../sending/webhook-client.js';

const WRONG_URL: Record<'invalid' | 'blocked', LocalizedText> = {
  invalid: {
    en: 'must be an https URL with a host, port 443 or 8443 and no user name, at most 2048 characters',
    ru: 'должно быть https-адресом с хостом, портом 443 или 8443, без имени пользователя и не длиннее 2048 символов',
  },
  blocked: { en: 'must lead to a public host', ru: 'должно вести на публичный хост' },
};

/** What an endpoint may be made of. */
@Injectable()
export class EndpointRules {
  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly client: WebhookClient,
  ) {}

  /** Throws 400 `VALIDATION` for what is never posted to. What its name leads to is judged at every delivery. */
  readUrl(text: string): URL {
    const parsed = parseWebhookUrl(text, this.client.allowsLoopback);
    if (parsed.ok) return parsed.url;
    const code = parsed.kind === 'blocked' ? 'URL_BLOCKED' : 'URL';
    throw validationError([{ field: 'url', code, message: WRONG_URL[parsed.kind] }]);
  }

  /** Throws 400 `VALIDATION` for ids of no channel. */
  async assertChannels(manager: EntityManager, ids: readonly number[]): Promise<void> {
    const unknown = await this.endpoints.unknownChannels(manager, ids);
    if (unknown.length === 0) return;
    const message = {
      en: `names channels that do not exist: ${unknown.join(', ')}`,
      ru: `содержит каналы, которых нет: ${unknown.join(', ')}`,
    };
    throw validationError([{ field: 'channelIds', code: 'CHANNEL', message }]);
  }
}
