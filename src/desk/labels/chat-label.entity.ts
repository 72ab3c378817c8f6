import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('chat_labels')
@Index('chat_labels_label_id_idx', ['labelId'])
export class ChatLabel {
  @ForeignKey('Chat', { onDelete: 'CASCADE', name: 'chat_labels_chat_id_fkey' })
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'chat_labels_pkey' })
  chatId!: number;

  @ForeignKey('Label', { onDelete: 'CASCADE', name: 'chat_labels_label_id_fkey' })
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'chat_labels_pkey' })
  labelId!: number;
}
