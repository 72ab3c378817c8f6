import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { transaction } from '../../database/transaction.js';
import { positionAfter } from './index-position.js';
import {
  type FindableMessage,
  type IndexRow,
  SearchIndexRepository,
  type StoredPosition,
} from './search-index.repository.js';
import { foldText, searchKey } from './search-text.js';

const BATCH = 500;
const EVENTS = 1_000;

/** Keeps what a search looks through in step with the messages, behind them and never in their way. */
@Injectable()
export class SearchIndexService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly index: SearchIndexRepository,
  ) {}

  /** Takes up one batch of new messages and of changed ones; true where there may be more at once. */
  fillNext(): Promise<boolean> {
    return transaction(this.dataSource, async (manager) => {
      const position = await this.index.lockPosition(manager);
      if (position === undefined) return false;
      const isBehind = await this.followChanges(manager, position);
      return (await this.addMissing(manager, position)) || isBehind;
    });
  }

  /** Reads the words of these messages anew; what has gone is left out. */
  refresh(messageIds: readonly number[]): Promise<void> {
    return transaction(this.dataSource, (manager) => this.rewrite(manager, messageIds));
  }

  private async addMissing(manager: EntityManager, position: StoredPosition): Promise<boolean> {
    const missing = await this.index.findMissing(manager, position.indexedUpTo, BATCH);
    await this.index.write(manager, missing.map(toIndexRow));
    const isFull = missing.length === BATCH;
    const reached = positionAfter(position, { lastId: missing.at(-1)?.id ?? null, isFull });
    if (reached !== position.indexedUpTo) await this.index.setPosition(manager, reached);
    if (position.boundary === null || reached >= position.boundary) await this.advanceBoundary(manager, position);
    return isFull;
  }

  /** In two statements: the transactions are looked at after the id they may have drawn. */
  private async advanceBoundary(manager: EntityManager, { boundary }: StoredPosition): Promise<void> {
    const lastId = await this.index.lastDrawnId(manager);
    if (lastId !== boundary) await this.index.setBoundary(manager, lastId);
  }

  /** A message's words change seldom: an edit, a revocation. Each is an event, so the sequence of events says which. */
  private async followChanges(manager: EntityManager, { event }: StoredPosition): Promise<boolean> {
    if (event === null) {
      // Whatever changed before is read as it is now.
      await this.index.setEvent(manager, await this.index.lastEvent(manager));
      return false;
    }
    const events = await this.index.findEvents(manager, event, EVENTS);
    const last = events.at(-1);
    if (last === undefined) return false;
    const changed = events.flatMap(({ changedId }) => changedId ?? []);
    await this.rewrite(manager, [...new Set(changed)]);
    await this.index.setEvent(manager, last);
    return events.length === EVENTS;
  }

  private async rewrite(manager: EntityManager, ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    const messages = await this.index.findMessages(manager, ids);
    await this.index.write(manager, messages.map(toIndexRow));
  }
}

function toIndexRow({ id, content, caption, filename }: FindableMessage): IndexRow {
  const parts = [content, caption, filename].filter((part) => part !== null && part !== '');
  const text = foldText([...new Set(parts)].join('\n'));
  return { id, text, key: searchKey(text) };
}
