import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { canWork } from '../chats/domain/can-work.js';
import type { IdCursor } from '../common/id-page.js';
import type { TemplateItem, TemplateNotice } from '../waba-gateway/protocol/template-item.js';
import type { TemplateFacts } from './domain/template-view.js';

export interface TemplateRow extends TemplateFacts {
  wabaId: string;
}

export interface TemplateFilter {
  channel?: number;
  status?: string;
  language?: string;
  category?: string;
  search?: string;
  limit: number;
  cursor?: IdCursor | undefined;
}

const COLUMNS = `template.id, template.waba_id as "wabaId", template.name, template.language, template.category, template.status,
  template.quality, template.parameter_format as "parameterFormat", template.components`;

/** Of the account of a channel in which user `$1` can work: any one, or channel `$2`. */
const IS_VISIBLE = `exists (
  select 1 from channels join users on users.id = $1
  where channels.waba_id = template.waba_id and ($2::bigint is null or channels.id = $2) and ${canWork('users', 'channels.id')})`;

@Injectable()
export class TemplatesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By id, one more than `limit` where there are more. */
  findPage(userId: number, filter: TemplateFilter): Promise<TemplateRow[]> {
    const { channel, status, language, category, search, limit, cursor } = filter;
    const isBackwards = cursor?.direction === 'before';
    return this.dataSource.query(
      `select ${COLUMNS} from templates template
       where ${IS_VISIBLE}
         and ($3::text is null or template.status = upper($3)) and ($3::text is not null or template.status <> 'DELETED')
         and ($4::text is null or template.language = $4) and ($5::text is null or template.category = upper($5))
         and ($6::text is null or strpos(lower(template.name), lower($6)) > 0
           or exists (select 1 from jsonb_array_elements(template.components) part where strpos(lower(part ->> 'text'), lower($6)) > 0))
         and ($7::bigint is null or ${isBackwards ? 'template.id < $7' : 'template.id > $7'})
       order by template.id ${isBackwards ? 'desc' : 'asc'} limit $8`,
      [
        userId,
        channel ?? null,
        status ?? null,
        language ?? null,
        category ?? null,
        search ?? null,
        cursor?.id ?? null,
        limit + 1,
      ],
    );
  }

  async findForUser(userId: number, id: number): Promise<TemplateRow | undefined> {
    const [row]: TemplateRow[] = await this.dataSource.query(
      `select ${COLUMNS} from templates template where template.id = $3 and ${IS_VISIBLE}`,
      [userId, null, id],
    );
    return row;
  }

  async findOfChannel(
    channelId: number,
    name: string,
    language: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<TemplateRow | undefined> {
    const [row]: TemplateRow[] = await manager.query(
      `select ${COLUMNS} from templates template join channels on channels.waba_id = template.waba_id
       where channels.id = $1 and template.name = $2 and template.language = $3`,
      [channelId, name, language],
    );
    return row;
  }

  async lockOf(manager: EntityManager, wabaId: string): Promise<TemplateRow[]> {
    return manager.query(`select ${COLUMNS} from templates template where waba_id = $1 order by id for update`, [
      wabaId,
    ]);
  }

  /** Writes what a list asked for at `askedAt` said; what has been heard since stays. */
  async upsert(manager: EntityManager, wabaId: string, items: readonly TemplateItem[], askedAt: Date): Promise<void> {
    await manager.query(
      `insert into templates (waba_id, meta_id, name, language, category, status, quality, parameter_format, components, synced_at)
       select $1, item."metaId", item.name, item.language, item.category, item.status, item.quality, item."parameterFormat",
         item.components, $3
       from jsonb_to_recordset($2::jsonb) as item ("metaId" text, name text, language text, category text, status text,
         quality text, "parameterFormat" text, components jsonb)
       on conflict (waba_id, name, language) do update set meta_id = excluded.meta_id, category = excluded.category,
         status = excluded.status, quality = excluded.quality, parameter_format = excluded.parameter_format,
         components = excluded.components, synced_at = excluded.synced_at
       where templates.synced_at <= excluded.synced_at`,
      [wabaId, JSON.stringify(items), askedAt],
    );
  }

  /** Marks as deleted what a whole list asked for at `askedAt` no longer holds. */
  async markVanished(
    manager: EntityManager,
    wabaId: string,
    items: readonly TemplateItem[],
    askedAt: Date,
  ): Promise<void> {
    await manager.query(
      `update templates set status = 'DELETED', synced_at = $3
       where waba_id = $1 and status <> 'DELETED' and synced_at <= $3
         and (name, language) not in (select name, language from jsonb_to_recordset($2::jsonb) as item (name text, language text))`,
      [wabaId, JSON.stringify(items.map(({ name, language }) => ({ name, language }))), askedAt],
    );
  }

  /** Writes what a webhook said. */
  async apply(manager: EntityManager, notice: TemplateNotice, heardAt: Date): Promise<void> {
    const { wabaId, metaId, status, quality, category } = notice;
    await manager.query(
      `update templates set status = coalesce($3, status), quality = coalesce($4, quality), category = coalesce($5, category),
         synced_at = greatest(synced_at, $6)
       where waba_id = $1 and meta_id = $2`,
      [wabaId, metaId, status ?? null, quality ?? null, category ?? null, heardAt],
    );
  }

  channelsOf(manager: EntityManager, wabaId: string): Promise<{ id: number }[]> {
    return manager.query('select id from channels where waba_id = $1 order by id', [wabaId]);
  }

  /** Accounts with a connected channel of which no template is known. */
  async unknownAccounts(): Promise<string[]> {
    const rows: { wabaId: string }[] = await this.dataSource.query(
      `select distinct waba_id as "wabaId" from channels where access_token_encrypted is not null
         and not exists (select 1 from templates where templates.waba_id = channels.waba_id)`,
    );
    return rows.map(({ wabaId }) => wabaId);
  }

  /** Channels of an account that have an access token: any of them can ask for its templates. */
  async connectedChannel(wabaId: string): Promise<number | undefined> {
    const [row]: { id: number }[] = await this.dataSource.query(
      'select id from channels where waba_id = $1 and access_token_encrypted is not null order by id limit 1',
      [wabaId],
    );
    return row?.id;
  }
}
