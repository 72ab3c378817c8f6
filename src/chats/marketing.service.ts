import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import type { NewEvent } from '../events/event-types.js';
import { chatsUpdated } from './chats-updated.js';
import { assertMayMarket, MarketingSource, MarketingState } from './domain/marketing.js';

/** A word about marketing messages. */
export interface MarketingWord {
  customerId: number;
  optedOut: boolean;
  /** By Meta's clock: of two words the later counts, whichever comes first; of equal ones the one that says stop. */
  at: Date;
  source: MarketingSource;
}

const NOTHING_SAID: MarketingState = { optedOut: false, since: null, source: null };

/** What customers want of marketing messages. */
@Injectable()
export class MarketingService {
  constructor(private readonly dataSource: DataSource) {}

  async find(customerId: number, manager: EntityManager = this.dataSource.manager): Promise<MarketingState> {
    const [row]: MarketingState[] = await manager.query(
      'select opted_out as "optedOut", since, source from customer_marketing where customer_id = $1',
      [customerId],
    );
    return row ?? NOTHING_SAID;
  }

  /** Throws 422 `RECIPIENT`; ask it of every marketing template before anything is stored. */
  async assertMayMarket(customerId: number, manager?: EntityManager): Promise<void> {
    assertMayMarket(await this.find(customerId, manager));
  }

  /** Whether the customer of a chat wants no marketing messages. */
  async isOptedOut(manager: EntityManager, chatId: number): Promise<boolean> {
    const [row]: Pick<MarketingState, 'optedOut'>[] = await manager.query(
      `select word.opted_out as "optedOut" from chats chat join customer_marketing word on word.customer_id = chat.customer_id
       where chat.id = $1`,
      [chatId],
    );
    return row?.optedOut === true;
  }

  /**
   * Keeps words of customers who exist, in the caller's transaction: after chats and messages, before events, which it returns for
   * those who want something else now.
   */
  async note(manager: EntityManager, words: readonly MarketingWord[]): Promise<NewEvent[]> {
    if (words.length === 0) return [];
    const rows: { customerId: number }[] = await manager.query(
      `with heard as (
         select distinct on ("customerId") * from jsonb_to_recordset($1::jsonb)
           as word ("customerId" bigint, "optedOut" boolean, at timestamptz, source text)
         order by "customerId", at desc, "optedOut" desc
       ), before as (
         select customer_id, opted_out from customer_marketing where customer_id in (select "customerId" from heard)
       ), kept as (
         insert into customer_marketing as kept (customer_id, opted_out, since, source)
         select "customerId", "optedOut", at, source from heard order by "customerId"
         on conflict (customer_id) do update set opted_out = excluded.opted_out, since = excluded.since, source = excluded.source
         where (excluded.since, excluded.opted_out) > (kept.since, kept.opted_out)
         returning customer_id, opted_out
       )
       select kept.customer_id as "customerId" from kept left join before on before.customer_id = kept.customer_id
       where kept.opted_out <> coalesce(before.opted_out, false)`,
      [JSON.stringify(words)],
    );
    return chatsUpdated(
      manager,
      rows.map(({ customerId }) => customerId),
    );
  }

  /** What a customer told an operator, who is locked: it counts at once. Undefined where it is so already. */
  async setByHand(
    manager: EntityManager,
    customerId: number,
    optedOut: boolean,
    now: Date,
  ): Promise<NewEvent[] | undefined> {
    const { optedOut: before } = await this.find(customerId, manager);
    if (before === optedOut) return undefined;
    await manager.query(
      `insert into customer_marketing as kept (customer_id, opted_out, since, source) values ($1, $2, $3, 'operator')
       on conflict (customer_id) do update set opted_out = excluded.opted_out, source = excluded.source,
         -- Not before what it takes back, should Meta's clock run ahead of ours.
         since = greatest(kept.since, excluded.since)`,
      [customerId, optedOut, now],
    );
    return chatsUpdated(manager, [customerId]);
  }

  /** The same of the customers of locked chats, whom WhatsApp refused a marketing message. */
  async noteRefusals(manager: EntityManager, refusals: readonly { chatId: number; at: Date }[]): Promise<NewEvent[]> {
    if (refusals.length === 0) return [];
    const owners: { chatId: number; customerId: number }[] = await manager.query(
      'select id as "chatId", customer_id as "customerId" from chats where id = any($1)',
      [refusals.map(({ chatId }) => chatId)],
    );
    const words = refusals.flatMap(({ chatId, at }): MarketingWord[] => {
      const owner = owners.find((one) => one.chatId === chatId);
      return owner === undefined ? [] : [{ customerId: owner.customerId, optedOut: true, at, source: 'refusal' }];
    });
    return this.note(manager, words);
  }
}
