import { Injectable } from '@nestjs/common';
import { decodeUserCursor, UserPage, userPage } from './domain/user-cursor.js';
import { User } from './user.entity.js';
import { UserRepository } from './user.repository.js';

@Injectable()
export class ListUsersService {
  constructor(private readonly users: UserRepository) {}

  /** By id, the oldest first. */
  async list(query: { limit: number; cursor?: string }): Promise<UserPage<User>> {
    const cursor = query.cursor === undefined ? undefined : decodeUserCursor(query.cursor);
    return userPage(await this.users.findPage(cursor, query.limit), cursor, query.limit);
  }
}
