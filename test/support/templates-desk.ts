import { expect } from '@jest/globals';
import type { ApiAnswer, TestUser } from './test-app.js';
import { envelopeOf, startTestDesk, type TestDesk, type TestDeskOptions } from './test-desk.js';

export interface ShownTemplate {
  id: number;
  name: string;
  language: string;
  category: string;
  status: string;
  quality: string | null;
  header: { format: string; text: string | null } | null;
  body: string;
  buttons: { index: number; type: string }[];
  parameters: { where: string; name: string | null; index: number | null; example: string | null }[];
  preview: string;
}

export interface TemplatePage {
  templates: ShownTemplate[];
  nextCursor: string | null;
  prevCursor: string | null;
}

export type Signed = TestUser & { token: string };

/** A desk whose templates have been read. */
export class TemplatesDesk {
  constructor(
    readonly desk: TestDesk,
    readonly supervisor: Signed,
  ) {}

  sync(
    by: { token: string } = this.supervisor,
    channelId = this.desk.fixture.channelId,
  ): Promise<ApiAnswer<Record<string, unknown>>> {
    return this.desk.app.call('POST', `/api/admin/channels/${channelId}/templates/sync`, { token: by.token });
  }

  list(query = '', token = this.desk.operator.token): Promise<ApiAnswer<TemplatePage>> {
    return this.desk.get(`/api/waba/operator/templates${query}`, token);
  }

  async named(name: string, language = 'ru', query = ''): Promise<ShownTemplate> {
    const { body } = await this.list(`?limit=100&language=${language}${query}`);
    const found = body.templates.find((template) => template.name === name);
    if (found === undefined) throw new Error(`there is no template ${name}`);
    return found;
  }

  send(template: object, more: object = {}, headers: Record<string, string> = {}): ReturnType<TestDesk['send']> {
    return this.desk.send({ chatId: this.desk.chatId, type: 'template', template, ...more }, headers);
  }

  /** What the simulator took, the newest last. */
  async sent(): Promise<{ type: string; to: string; body: { template: unknown } }[]> {
    return (
      await this.desk.control<{ sent: { type: string; to: string; body: { template: unknown } }[] }>('GET', 'sent')
    ).sent;
  }

  events(): Promise<{ channelId: number; chatId: number | null; data: { template: ShownTemplate } }[]> {
    return this.desk.app.rows(
      `select channel_id as "channelId", chat_id as "chatId", data from events where type = 'template.status_changed' order by tx, id`,
    );
  }

  /** A webhook of Meta's that its list knows nothing of. */
  notice(field: string, value: object): Promise<number> {
    return this.desk.post(envelopeOf([{ field, value }]));
  }

  /** The same, and its list says so too. */
  webhook(field: string, value: object): Promise<unknown> {
    return this.desk.control('POST', 'webhook', { field, value });
  }
}

export async function startTemplatesDesk(options: TestDeskOptions = {}): Promise<TemplatesDesk> {
  const desk = await startTestDesk({ environment: { ACCESS_TOKEN_TTL: '3600' }, ...options });
  const supervisor = await desk.app.signedIn({ role: 'supervisor' });
  await desk.app.addMember({ id: desk.fixture.channelId }, supervisor);
  const templates = new TemplatesDesk(desk, supervisor);
  if (options.isConnected !== false) await templates.sync();
  return templates;
}

export const ORDER = { name: 'order_ready', language: 'ru', parameters: { customer: 'Айгуль', order: '12345' } };

export const SALE = {
  name: 'spring_sale',
  language: 'ru',
  parameters: ['Айгуль', '20 %'],
  header: { mediaUrl: 'https://example.com/photo.jpg' },
  buttons: [{ index: 0, value: 'SPRING20' }],
};
export const INVOICE = {
  name: 'invoice',
  language: 'ru',
  parameters: ['12345', '45 000'],
  header: { mediaUrl: 'https://example.com/invoice.pdf', filename: 'invoice.pdf' },
};

/** Components as Meta gets them. */
export const IMAGE_HEADER = { type: 'header', parameters: [{ type: 'image', image: { id: expect.any(String) } }] };

export function linkTo(text: string): object {
  return { type: 'button', index: '1', sub_type: 'url', parameters: [{ type: 'text', text }] };
}

export function action(index: string, subType: string, parameter: object): object {
  return { type: 'button', index, sub_type: subType, parameters: [{ type: 'action', action: parameter }] };
}

export function texts(...values: string[]): object {
  return { type: 'body', parameters: values.map((text) => ({ type: 'text', text })) };
}
