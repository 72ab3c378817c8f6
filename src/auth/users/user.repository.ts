import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager, LessThan, MoreThan } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { IdCursor } from '../../common/id-page.js';
import { User } from './user.entity.js';

export type NewUser = Pick<User, 'email' | 'name' | 'passwordHash' | 'role'>;
export type UserChange = Partial<Omit<NewUser, 'email'>> & { isDisabled?: boolean };

@Injectable()
export class UserRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  findByEmail(email: string): Promise<User | null> {
    return this.dataSource.getRepository(User).findOneBy({ email });
  }

  findById(id: number): Promise<User | null> {
    return this.dataSource.getRepository(User).findOneBy({ id });
  }

  hasAdmin(): Promise<boolean> {
    return this.dataSource.getRepository(User).existsBy({ role: 'admin' });
  }

  /** In the direction of the cursor from its place, one more than `limit` where there are more. */
  findPage(cursor: IdCursor | undefined, limit: number): Promise<User[]> {
    const isBackwards = cursor?.direction === 'before';
    const where = cursor && { id: isBackwards ? LessThan(cursor.id) : MoreThan(cursor.id) };
    return this.dataSource
      .getRepository(User)
      .find({ ...(where && { where }), order: { id: isBackwards ? 'DESC' : 'ASC' }, take: limit + 1 });
  }

  /** Holds the user's row until the transaction ends, so that a sign-in and a change of the same user come one after the other. */
  lockById(manager: EntityManager, id: number): Promise<User | null> {
    return manager.findOne(User, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /**
   * Holds the rows of all admins who can sign in, in the order of their ids, and returns those ids. Two admins who take each other's
   * role at once would both see two admins without it.
   */
  async lockActiveAdmins(manager: EntityManager): Promise<number[]> {
    const rows: { id: number }[] = await manager.query(
      `select id from users where role = 'admin' and disabled_at is null order by id for no key update`,
    );
    return rows.map(({ id }) => id);
  }

  /** Throws the driver's unique violation of `users_email_key` where the email is taken. */
  async insert(manager: EntityManager, user: NewUser): Promise<User> {
    const now = this.clock.now();
    const row = manager.create(User, { ...user, disabledAt: null, createdAt: now, updatedAt: now });
    await manager.insert(User, row);
    return row;
  }

  /** The new user's id, or undefined where another one (another of our processes, say) was first with this email. */
  async insertUnlessKnown(manager: EntityManager, user: NewUser): Promise<number | undefined> {
    const [row]: { id: number }[] = await manager.query(
      `insert into users (email, name, password_hash, role, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)
       on conflict (email) do nothing returning id`,
      [user.email, user.name, user.passwordHash, user.role, this.clock.now()],
    );
    return row?.id;
  }

  async update(manager: EntityManager, id: number, { isDisabled, ...change }: UserChange): Promise<void> {
    const now = this.clock.now();
    const disabling = isDisabled === undefined ? {} : { disabledAt: isDisabled ? now : null };
    await manager.update(User, { id }, { ...change, ...disabling, updatedAt: now });
  }
}
