import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { ChannelMembersService } from '../../channels/channel-members.service.js';
import { ChannelsService } from '../../channels/channels.service.js';
import { ApiError } from '../../common/errors/api-error.js';
import type { Language, LocalizedText } from '../../common/errors/localized-text.js';
import { failureOfGraphError, renderFailure } from '../../messages/domain/message-error.js';
import { SyncFailure, SyncTemplates } from '../../templates/sync-templates.service.js';

const TRY_AGAIN: LocalizedText = {
  en: 'WhatsApp could not list its templates now; try again in a minute.',
  ru: 'WhatsApp сейчас не смог отдать список шаблонов; повторите через минуту.',
};

@Injectable()
export class SyncChannelTemplates {
  constructor(
    private readonly channels: ChannelsService,
    private readonly members: ChannelMembersService,
    private readonly templates: SyncTemplates,
    private readonly audit: AuditService,
  ) {}

  /**
   * Reads all templates of the channel's account anew. Throws 404 `CHANNEL_NOT_FOUND`, also for a channel a supervisor is no member
   * of, 500 `WABA_NOT_CONFIGURED`, and what Graph refuses as `send` does.
   */
  async sync(
    actor: AuthUser,
    channelId: number,
    { origin, language }: { origin: RequestOrigin; language: Language },
  ): Promise<{ templates: number; changed: number }> {
    const own = await this.members.channelsOf(actor);
    if (own.every(({ id }) => id !== channelId)) throw new ApiError('CHANNEL_NOT_FOUND');
    const { wabaId, accessToken } = await this.channels.credentialsOf(channelId);
    if (accessToken === null) throw new ApiError('WABA_NOT_CONFIGURED');
    const outcome = await this.templates.sync(wabaId, accessToken, (manager) =>
      this.audit.append(manager, {
        actorUserId: actor.id,
        action: 'templates.synced',
        object: { type: 'channel', id: channelId },
        outcome: 'ok',
        origin,
      }),
    );
    if (outcome.kind !== 'synced') throw failureOf(outcome, language);
    return { templates: outcome.templates, changed: outcome.changed };
  }
}

function failureOf(outcome: SyncFailure, language: Language): ApiError {
  if (outcome.kind === 'failed') return new ApiError('UPSTREAM', { detail: TRY_AGAIN });
  const failure = failureOfGraphError(outcome.error);
  const { code, provider } = renderFailure(failure, language);
  return new ApiError(code, { extra: { provider } });
}
