import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { violatedConstraint } from '../../auth/domain/violated-constraint.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { lockNames } from '../../database/advisory-locks.js';
import { transaction } from '../../database/transaction.js';
import { EventsService } from '../../events/events.service.js';
import { LabelDto } from './label.dto.js';
import { labelName } from './label-name.js';
import { LabelListDto } from './labels.dto.js';
import { LabelsRepository } from './labels.repository.js';

/** What `GET labels` gives in one piece; the rest would be on no page. */
const MAX_LABELS = 500;

interface LabelDeed {
  actor: AuthUser;
  action: 'label.created' | 'label.updated' | 'label.deleted';
  labelId: number;
  origin: RequestOrigin;
}

/** The set of labels, one for everybody. */
@Injectable()
export class LabelsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly labels: LabelsRepository,
    private readonly audit: AuditService,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<LabelListDto> {
    return { labels: await this.labels.findAll(), nextCursor: null, prevCursor: null };
  }

  /** Throws 409 `LABEL_NAME_TAKEN`, and `TOO_MANY_LABELS` where there are 500. */
  create(actor: AuthUser, given: { name: string; color: string }, origin: RequestOrigin): Promise<LabelDto> {
    const label = { name: labelName(given.name), color: given.color.toLowerCase() };
    return this.write(async (manager) => {
      // Two at once must not both be the 500th.
      await lockNames(manager, ['labels']);
      if ((await this.labels.count(manager)) >= MAX_LABELS) throw tooMany();
      const id = await this.labels.insert(manager, { ...label, createdAt: this.clock.now() });
      await this.record(manager, { actor, action: 'label.created', labelId: id, origin });
      return { id, ...label };
    });
  }

  /** Throws 404 `LABEL_NOT_FOUND`, 409 `LABEL_NAME_TAKEN`. Every chat that carries it has changed. */
  update(
    actor: AuthUser,
    id: number,
    given: { name?: string; color?: string },
    origin: RequestOrigin,
  ): Promise<LabelDto> {
    return this.write(async (manager) => {
      const label = await this.labels.lock(manager, id);
      if (label === undefined) throw new ApiError('LABEL_NOT_FOUND');
      const name = given.name === undefined ? label.name : labelName(given.name);
      const color = given.color?.toLowerCase() ?? label.color;
      if (name === label.name && color === label.color) return label;
      await this.labels.update(manager, { id, name, color });
      const chats = await this.labels.findChatsWith(manager, id);
      await this.record(manager, { actor, action: 'label.updated', labelId: id, origin }, chats);
      return { id, name, color };
    });
  }

  /** Takes it off all chats. Throws 404 `LABEL_NOT_FOUND`. */
  delete(actor: AuthUser, id: number, origin: RequestOrigin): Promise<void> {
    return this.write(async (manager) => {
      const label = await this.labels.lock(manager, id);
      if (label === undefined) throw new ApiError('LABEL_NOT_FOUND');
      const chats = await this.labels.findChatsWith(manager, id);
      await this.labels.delete(manager, id);
      await this.record(manager, { actor, action: 'label.deleted', labelId: id, origin }, chats);
    });
  }

  private async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await transaction(this.dataSource, work);
    } catch (error) {
      if (violatedConstraint(error) !== 'labels_name_key') throw error;
      throw new ApiError('LABEL_NAME_TAKEN', { cause: error });
    }
  }

  /**
   * The chats are not locked: no row of theirs changes, the label's own lock keeps others from putting it on one meanwhile, and thousands
   * of locks would stand in the way of every message.
   */
  private async record(
    manager: EntityManager,
    { actor, action, labelId, origin }: LabelDeed,
    chats: readonly { id: number; channelId: number }[] = [],
  ): Promise<void> {
    const object = { type: 'label', id: labelId };
    const details = chats.length === 0 ? {} : { chats: chats.length };
    await this.audit.append(manager, { actorUserId: actor.id, action, object, outcome: 'ok', origin, details });
    const events = chats.map(({ id, channelId }) => ({ type: 'chat.updated', channelId, chatId: id }) as const);
    await this.events.append(manager, events, this.clock.now());
  }
}

function tooMany(): ApiError {
  return new ApiError('TOO_MANY_LABELS', {
    detail: { en: `There are at most ${MAX_LABELS} labels.`, ru: `Меток может быть не больше ${MAX_LABELS}.` },
  });
}
