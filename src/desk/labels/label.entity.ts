import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A word operators mark chats with; one set for everybody. */
@Entity('labels')
export class Label {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'labels_pkey',
  })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  color!: string;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;
}
