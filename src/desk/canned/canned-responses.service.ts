import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import type { RequestOrigin } from '../../audit/domain/request-origin.js';
import type { AuthUser } from '../../auth/domain/auth-user.js';
import { violatedConstraint } from '../../auth/domain/violated-constraint.js';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { transaction } from '../../database/transaction.js';
import { cannedPage, decodeCannedCursor } from './canned-cursor.js';
import { CannedResponseDto, CannedResponseListDto } from './canned-response.dto.js';
import { CannedResponse } from './canned-response.entity.js';
import { CannedResponsesRepository } from './canned-responses.repository.js';
import { unknownVariables } from './canned-variables.js';
import { keptShortcut } from './shortcut.js';

const UNIQUE_KEYS: readonly (string | undefined)[] = ['canned_responses_shared_key', 'canned_responses_own_key'];

@Injectable()
export class CannedResponsesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly responses: CannedResponsesRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** By shortcut: the user's own and the shared ones. */
  async list(
    user: AuthUser,
    query: { search?: string; limit: number; cursor?: string },
  ): Promise<CannedResponseListDto> {
    const cursor = query.cursor === undefined ? undefined : decodeCannedCursor(query.cursor);
    const rows = await this.responses.findPage({ ...query, userId: user.id, cursor });
    const { items, nextCursor, prevCursor } = cannedPage(rows, cursor, query.limit);
    return { cannedResponses: items.map(toCanned), nextCursor, prevCursor };
  }

  /** Throws 400 for an unknown variable, 403 `FORBIDDEN` for an operator's shared one, 409 `SHORTCUT_TAKEN`. */
  create(
    actor: AuthUser,
    { shortcut, text, shared }: { shortcut: string; text: string; shared: boolean },
    origin: RequestOrigin,
  ): Promise<CannedResponseDto> {
    assertVariables(text);
    if (shared) assertMayShare(actor);
    const now = this.clock.now();
    const response = {
      ownerUserId: shared ? null : actor.id,
      shortcut: keptShortcut(shortcut),
      text,
      createdAt: now,
      updatedAt: now,
    };
    return this.write(async (manager) => {
      const id = await this.responses.insert(manager, response);
      await this.record(manager, { actor, action: 'canned_response.created', id, origin });
      return toCanned({ id, ...response });
    });
  }

  /** Throws 404 `CANNED_RESPONSE_NOT_FOUND`, and what `create` throws. What is so already stays so. */
  update(
    actor: AuthUser,
    id: number,
    change: { shortcut?: string; text?: string },
    origin: RequestOrigin,
  ): Promise<CannedResponseDto> {
    if (change.text !== undefined) assertVariables(change.text);
    return this.write(async (manager) => {
      const response = await this.lock(manager, actor, id);
      const shortcut = change.shortcut === undefined ? response.shortcut : keptShortcut(change.shortcut);
      const text = change.text ?? response.text;
      if (shortcut === response.shortcut && text === response.text) return toCanned(response);
      const changed = { ...response, shortcut, text, updatedAt: this.clock.now() };
      await this.responses.update(manager, changed);
      await this.record(manager, { actor, action: 'canned_response.updated', id, origin });
      return toCanned(changed);
    });
  }

  /** Throws 404 `CANNED_RESPONSE_NOT_FOUND`, 403 `FORBIDDEN` for an operator and a shared one. */
  delete(actor: AuthUser, id: number, origin: RequestOrigin): Promise<void> {
    return this.write(async (manager) => {
      await this.lock(manager, actor, id);
      await this.responses.delete(manager, id);
      await this.record(manager, { actor, action: 'canned_response.deleted', id, origin });
    });
  }

  private async lock(manager: EntityManager, actor: AuthUser, id: number): Promise<CannedResponse> {
    const response = await this.responses.lockForUser(manager, actor.id, id);
    if (response === undefined) throw new ApiError('CANNED_RESPONSE_NOT_FOUND');
    if (response.ownerUserId === null) assertMayShare(actor);
    return response;
  }

  private async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await transaction(this.dataSource, work);
    } catch (error) {
      if (!UNIQUE_KEYS.includes(violatedConstraint(error) ?? 'none')) throw error;
      throw new ApiError('SHORTCUT_TAKEN', { cause: error });
    }
  }

  private async record(
    manager: EntityManager,
    { actor, action, id, origin }: { actor: AuthUser; action: string; id: number; origin: RequestOrigin },
  ): Promise<void> {
    const object = { type: 'canned_response', id };
    await this.audit.append(manager, { actorUserId: actor.id, action, object, outcome: 'ok', origin });
  }
}

function assertVariables(text: string): void {
  const unknown = unknownVariables(text);
  if (unknown.length === 0) return;
  const names = unknown.slice(0, 3).map((name) => name.slice(0, 64));
  const message = {
    en: `has an unknown variable: ${names.join(', ')}`,
    ru: `содержит неизвестную переменную: ${names.join(', ')}`,
  };
  throw validationError([{ field: 'text', code: 'VARIABLE', message }]);
}

function assertMayShare(actor: AuthUser): void {
  if (actor.role === 'operator') throw new ApiError('FORBIDDEN');
}

function toCanned({ id, ownerUserId, shortcut, text, createdAt, updatedAt }: CannedResponse): CannedResponseDto {
  return {
    id,
    shortcut,
    text,
    shared: ownerUserId === null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
