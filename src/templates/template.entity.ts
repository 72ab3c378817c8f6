import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { ParameterFormat } from '../waba-gateway/protocol/template-item.js';

/** A message template of a WhatsApp Business Account as Meta last told it; all its channels share it. */
@Entity('templates')
@Unique('templates_waba_id_name_language_key', ['wabaId', 'name', 'language'])
@Check('templates_parameter_format_check', `"parameter_format" in ('named', 'positional')`)
export class Template {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'templates_pkey',
  })
  id!: number;

  @Column({ type: 'text' })
  wabaId!: string;

  /** Meta's id of it; deleted and made anew under the same name it is another. */
  @Column({ type: 'text' })
  metaId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  language!: string;

  /** Meta's words, which it adds to without notice. */
  @Column({ type: 'text' })
  category!: string;

  /** Meta's word, or `DELETED` for what its list no longer holds. */
  @Column({ type: 'text' })
  status!: string;

  @Column({ type: 'text', nullable: true })
  quality!: string | null;

  @Column({ type: 'text' })
  parameterFormat!: ParameterFormat;

  @Column({ type: 'jsonb' })
  components!: Record<string, unknown>[];

  /** When what stands here was asked for or heard: what is older changes nothing. */
  @Column({ type: 'timestamptz' })
  syncedAt!: Date;
}
