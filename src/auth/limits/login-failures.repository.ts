import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface LoginSource {
  account: Buffer;
  ip: string;
}

@Injectable()
export class LoginFailuresRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** When the failure came that filled the account's and the address's share since `since`; null where it is not full. */
  async findFilled(
    { account, ip }: LoginSource,
    limits: { perAccount: number; perAddress: number },
    since: Date,
  ): Promise<{ accountAt: Date | null; addressAt: Date | null }> {
    const [row]: { accountAt: Date | null; addressAt: Date | null }[] = await this.dataSource.query(
      `select
         (select at from login_failures where account = $1 and at > $5 and $3::integer > 0
          order by at desc offset greatest($3::integer, 1) - 1 limit 1) as "accountAt",
         (select at from login_failures where ip = $2 and at > $5 and $4::integer > 0
          order by at desc offset greatest($4::integer, 1) - 1 limit 1) as "addressAt"`,
      [account, ip, limits.perAccount, limits.perAddress, since],
    );
    return row ?? { accountAt: null, addressAt: null };
  }

  /** Takes some of those that have no say any more out on the way. */
  async add({ account, ip }: LoginSource, at: Date, forgottenBefore: Date): Promise<void> {
    await this.dataSource.query(
      `with old as (
         delete from login_failures where id in (select id from login_failures where at <= $4 order by id limit 100)
       )
       insert into login_failures (account, ip, at) values ($1, $2, $3)`,
      [account, ip, at, forgottenBefore],
    );
  }

  /** Who signs in has shown that the failures were slips of their own, for their address too. */
  async forget(account: Buffer): Promise<void> {
    await this.dataSource.query('delete from login_failures where account = $1', [account]);
  }
}
