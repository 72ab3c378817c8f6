import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { ChannelHealth } from '../../waba-gateway/protocol/account-update.js';

export interface ChannelState {
  id: number;
  displayPhoneNumber: string | null;
  quality: string | null;
  messagingLimit: string | null;
  nameStatus: string | null;
  accountStatus: string | null;
}

export interface NewChannelChange {
  channelId: number;
  field: string;
  event: string | null;
  sets: ChannelHealth;
  details: unknown;
  fingerprint: Buffer;
  occurredAt: Date;
  receivedAt: Date;
}

const STATE = `id, display_phone_number as "displayPhoneNumber", quality, messaging_limit as "messagingLimit",
  name_status as "nameStatus", account_status as "accountStatus"`;

/** The last word about one thing, whichever came first. */
function lastWord(key: keyof ChannelHealth): string {
  return `(select sets->>'${key}' from channel_changes where channel_id = channels.id and sets ? '${key}'
    order by occurred_at desc, fingerprint desc limit 1)`;
}

const QUALITY = lastWord('quality');
const LIMIT = lastWord('messagingLimit');
const NAME = lastWord('nameStatus');
const ACCOUNT = lastWord('accountStatus');

@Injectable()
export class ChannelHealthRepository {
  /** The channels of an account, by id; nobody else changes them until the transaction ends. */
  lockOfAccount(manager: EntityManager, wabaId: string): Promise<ChannelState[]> {
    return manager.query(`select ${STATE} from channels where waba_id = $1 order by id for update`, [wabaId]);
  }

  /** Whether it was new. */
  async insert(manager: EntityManager, change: NewChannelChange): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `insert into channel_changes (channel_id, field, event, sets, details, fingerprint, occurred_at, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (channel_id, fingerprint) do nothing returning id`,
      [
        change.channelId,
        change.field,
        change.event,
        JSON.stringify(change.sets),
        JSON.stringify(change.details),
        change.fingerprint,
        change.occurredAt,
        change.receivedAt,
      ],
    );
    return rows.length > 0;
  }

  /** Works out a channel anew from all that was told of it. */
  async settle(manager: EntityManager, channelId: number): Promise<ChannelState | undefined> {
    const [rows]: [ChannelState[], number] = await manager.query(
      `update channels set quality = ${QUALITY}, messaging_limit = ${LIMIT},
         name_status = ${NAME}, account_status = ${ACCOUNT}
       where id = $1 returning ${STATE}`,
      [channelId],
    );
    return rows[0];
  }

  async learnNumber(manager: EntityManager, phoneNumberId: string, displayPhoneNumber: string): Promise<void> {
    await manager.query(
      `update channels set display_phone_number = $2 where phone_number_id = $1 and display_phone_number is distinct from $2`,
      [phoneNumberId, displayPhoneNumber],
    );
  }
}
