import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Label } from './label.entity.js';

export type LabelRow = Pick<Label, 'id' | 'name' | 'color'>;

export interface LabelledChat {
  id: number;
  channelId: number;
}

@Injectable()
export class LabelsRepository {
  constructor(private readonly dataSource: DataSource) {}

  findAll(): Promise<LabelRow[]> {
    return this.dataSource.query('select id, name, color from labels order by lower(name), id');
  }

  async count(manager: EntityManager): Promise<number> {
    return manager.count(Label);
  }

  /** Throws the driver's unique violation of `labels_name_key` where the name is taken. */
  async insert(manager: EntityManager, label: Omit<Label, 'id'>): Promise<number> {
    const [row]: { id: number }[] = await manager.query(
      'insert into labels (name, color, created_at) values ($1, $2, $3) returning id',
      [label.name, label.color, label.createdAt],
    );
    if (row === undefined) throw new Error('the label got no id');
    return row.id;
  }

  /** Until the transaction ends nobody changes the label or puts it on a chat. */
  async lock(manager: EntityManager, id: number): Promise<LabelRow | undefined> {
    const [row]: LabelRow[] = await manager.query('select id, name, color from labels where id = $1 for update', [id]);
    return row;
  }

  async exists(manager: EntityManager, id: number): Promise<boolean> {
    return manager.existsBy(Label, { id });
  }

  /** Throws the driver's unique violation of `labels_name_key` where the name is taken. */
  async update(manager: EntityManager, { id, name, color }: LabelRow): Promise<void> {
    await manager.update(Label, { id }, { name, color });
  }

  /** It leaves all chats with it. */
  async delete(manager: EntityManager, id: number): Promise<void> {
    await manager.delete(Label, { id });
  }

  findChatsWith(manager: EntityManager, labelId: number): Promise<LabelledChat[]> {
    return manager.query(
      `select chat.id, chat.channel_id as "channelId" from chat_labels join chats chat on chat.id = chat_labels.chat_id
       where chat_labels.label_id = $1 order by chat.id`,
      [labelId],
    );
  }

  async countOf(manager: EntityManager, chatId: number): Promise<number> {
    const [row]: { count: number }[] = await manager.query(
      'select count(*)::integer as count from chat_labels where chat_id = $1',
      [chatId],
    );
    return row?.count ?? 0;
  }

  async isOn(manager: EntityManager, chatId: number, labelId: number): Promise<boolean> {
    const rows: unknown[] = await manager.query('select 1 from chat_labels where chat_id = $1 and label_id = $2', [
      chatId,
      labelId,
    ]);
    return rows.length > 0;
  }

  /** Throws the driver's violation of `chat_labels_label_id_fkey` where there is no such label. */
  async putOn(manager: EntityManager, chatId: number, labelId: number): Promise<void> {
    await manager.query('insert into chat_labels (chat_id, label_id) values ($1, $2)', [chatId, labelId]);
  }

  async takeOff(manager: EntityManager, chatId: number, labelId: number): Promise<void> {
    await manager.query('delete from chat_labels where chat_id = $1 and label_id = $2', [chatId, labelId]);
  }
}
