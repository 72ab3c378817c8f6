import { Injectable } from '@nestjs/common';
import { decodeIdCursor, IdPage, idPage } from '../../common/id-page.js';
import { User } from './user.entity.js';
import { UserRepository } from './user.repository.js';

@Injectable()
export class ListUsersService {
  constructor(private readonly users: UserRepository) {}

  /** By id, the oldest first. */
  async list(query: { limit: number; cursor?: string }): Promise<IdPage<User>> {
    const cursor = query.cursor === undefined ? undefined : decodeIdCursor(query.cursor);
    return idPage(await this.users.findPage(cursor, query.limit), cursor, query.limit);
  }
}
