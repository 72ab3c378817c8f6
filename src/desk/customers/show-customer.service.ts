import { Injectable } from '@nestjs/common';
import { AuthUser } from '../../auth/domain/auth-user.js';
import { MarketingService } from '../../chats/marketing.service.js';
import { ApiError } from '../../common/errors/api-error.js';
import type { Language } from '../../common/errors/localized-text.js';
import { decodeIdCursor, idPage } from '../../common/id-page.js';
import { ChatViewService } from '../chats/chat-view.service.js';
import type { CustomerChatListDto, CustomerDto, ListCustomerChatsQueryDto } from './customer.dto.js';
import { ChangeView, CustomerRow, CustomerRowsRepository, IdentityView } from './customer-rows.repository.js';

@Injectable()
export class ShowCustomerService {
  constructor(
    private readonly rows: CustomerRowsRepository,
    private readonly marketing: MarketingService,
    private readonly chats: ChatViewService,
  ) {}

  /** Throws 404 `CUSTOMER_NOT_FOUND`, also where the user sees none of their chats. */
  async find(user: Pick<AuthUser, 'id'>, customerId: number): Promise<CustomerRow> {
    const row = await this.rows.findForUser(user.id, customerId);
    if (row === undefined) throw new ApiError('CUSTOMER_NOT_FOUND');
    return row;
  }

  /** Who was merged is shown as who they turned out to be. Throws 404 `CUSTOMER_NOT_FOUND`. */
  async one(user: Pick<AuthUser, 'id'>, customerId: number): Promise<CustomerDto> {
    const customer = await this.find(user, customerId);
    const [identities, marketing, changes, chats] = await Promise.all([
      this.rows.identities(customer.id),
      this.marketing.find(customer.id),
      this.rows.changes(user.id, customer.id),
      this.rows.chats(user.id, customer.id),
    ]);
    return {
      ...customer,
      identities: identities.map(toIdentity),
      marketing: { ...marketing, since: marketing.since?.toISOString() ?? null },
      changes: changes.map(toChange),
      chats: chats.map(({ id, channelId, channelName, mergedInto }) => ({
        id,
        channel: { id: channelId, name: channelName },
        mergedInto,
      })),
    };
  }

  /** Throws 404 `CUSTOMER_NOT_FOUND`. */
  async listChats(
    user: Pick<AuthUser, 'id'>,
    customerId: number,
    { limit, cursor }: ListCustomerChatsQueryDto,
    language: Language,
  ): Promise<CustomerChatListDto> {
    const customer = await this.find(user, customerId);
    const place = cursor === undefined ? undefined : decodeIdCursor(cursor);
    const ids = await this.rows.chatPage(user.id, customer.id, { cursor: place, limit });
    const { items, ...page } = idPage(ids, place, limit);
    const chats = await this.chats.show(
      user,
      items.map(({ id }) => id),
      language,
    );
    return { chats, ...page };
  }
}

function toIdentity({ kind, value, since, until }: IdentityView): CustomerDto['identities'][number] {
  return { kind, value, since: since.toISOString(), until: until?.toISOString() ?? null };
}

function toChange({ at, kind, from, to, customerId, wamid }: ChangeView): CustomerDto['changes'][number] {
  return { at: at.toISOString(), kind, from, to, customerId, whatsappMessageId: wamid };
}
