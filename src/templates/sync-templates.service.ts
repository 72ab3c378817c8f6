import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ChannelsService } from '../channels/channels.service.js';
import { Clock } from '../common/clock.js';
import { Logger } from '../common/logger.js';
import { GraphClientService } from '../waba-gateway/graph-client.service.js';
import type { TemplatesOutcome } from '../waba-gateway/graph.types.js';
import type { TemplateItem } from '../waba-gateway/protocol/template-item.js';
import { TemplateChanges } from './template-changes.service.js';
import { TemplatesRepository } from './templates.repository.js';

/** Meta allows some thousands of templates; an account whose list does not end is not followed for ever. */
const MAX_PAGES = 200;

export type SyncFailure = Exclude<TemplatesOutcome, { kind: 'listed' }>;

export type SyncOutcome = { kind: 'synced'; templates: number; changed: number } | SyncFailure;

/** Called in the transaction that writes what was read. */
export type OnSynced = (manager: EntityManager) => Promise<void>;

/** Keeps our templates as Meta's list has them: all pages, or nothing. */
@Injectable()
export class SyncTemplates {
  /** Accounts that are being read, and whether they are to be read once more. */
  private readonly running = new Map<string, { again: boolean }>();

  constructor(
    private readonly channels: ChannelsService,
    private readonly graph: GraphClientService,
    private readonly templates: TemplatesRepository,
    private readonly changes: TemplateChanges,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Reads all templates of an account. A later list wins over an earlier one, whichever is written first. */
  async sync(wabaId: string, accessToken: string, onSynced?: OnSynced): Promise<SyncOutcome> {
    const askedAt = this.clock.now();
    const items = await this.readAll(wabaId, accessToken);
    if (!Array.isArray(items)) return items;
    const { changed } = await this.changes.write(wabaId, this.clock.now(), async (manager) => {
      await this.templates.upsert(manager, wabaId, items, askedAt);
      await this.templates.markVanished(manager, wabaId, items, askedAt);
      await onSynced?.(manager);
    });
    return { kind: 'synced', templates: items.length, changed };
  }

  /** The same in the background, once at a time for an account. Tells whether this call has read them. Never rejects. */
  async syncSoon(wabaId: string): Promise<boolean> {
    const running = this.running.get(wabaId);
    if (running !== undefined) {
      running.again = true;
      return false;
    }
    const turn = { again: true };
    this.running.set(wabaId, turn);
    let wasRead = false;
    try {
      while (turn.again) {
        turn.again = false;
        wasRead = await this.syncQuietly(wabaId);
      }
      return wasRead;
    } finally {
      this.running.delete(wabaId);
    }
  }

  private async syncQuietly(wabaId: string): Promise<boolean> {
    try {
      const channelId = await this.templates.connectedChannel(wabaId);
      if (channelId === undefined) return false;
      const { accessToken } = await this.channels.credentialsOf(channelId);
      const outcome = accessToken === null ? undefined : await this.sync(wabaId, accessToken);
      if (outcome === undefined || outcome.kind === 'synced') return outcome !== undefined;
      const reason = outcome.kind === 'refused' ? `Graph error ${outcome.error.code}` : outcome.reason;
      this.logger.warning('templates could not be read', { channelId, reason });
    } catch (error) {
      this.logger.failure('templates could not be read', error);
    }
    return false;
  }

  private async readAll(wabaId: string, accessToken: string): Promise<TemplateItem[] | SyncFailure> {
    const items = new Map<string, TemplateItem>();
    let after: string | null = null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const outcome: TemplatesOutcome = await this.graph.listTemplates(wabaId, accessToken, after);
      if (outcome.kind !== 'listed') return outcome;
      for (const item of outcome.page.templates) items.set(`${item.name} ${item.language}`, item);
      if (outcome.page.after === null) return [...items.values()];
      if (outcome.page.after === after) break;
      after = outcome.page.after;
    }
    return { kind: 'failed', reason: 'a list without an end' };
  }
}
