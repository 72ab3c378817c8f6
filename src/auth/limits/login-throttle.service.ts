import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { Turns } from '../../common/turns.js';
import { AppConfig } from '../../config/app-config.js';
import { LoginFailuresRepository, LoginSource } from './login-failures.repository.js';

const WINDOW_MS = 15 * 60_000;
/** Sign-ins of one account go one after the other: what fails is counted before the next may try. */
const MAX_WAITING = 32;

/**
 * At most so many failed sign-ins of an account and from an address in 15 minutes (ASVS 6.3.1), whether or not the account exists.
 * Nobody is locked out for longer, and who signs in clears their account.
 */
@Injectable()
export class LoginThrottle {
  private readonly turns = new Turns(MAX_WAITING);
  private readonly underWay = new Map<string, number>();

  constructor(
    private readonly failures: LoginFailuresRepository,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Runs a sign-in, which resolves to undefined where it fails; throws 429 `TOO_MANY_REQUESTS` before it where the share is used up. */
  async run<T>(email: string, ip: string, signIn: () => Promise<T | undefined>): Promise<T | undefined> {
    const source = { account: createHash('sha256').update(email).digest(), ip };
    this.enterAddress(ip);
    try {
      return await this.turns.run(source.account.toString('base64'), async () => {
        await this.assertMayTry(source);
        const result = await signIn();
        const now = this.clock.now();
        if (result === undefined) await this.failures.add(source, now, new Date(now.getTime() - WINDOW_MS));
        else await this.failures.forget(source.account);
        return result;
      });
    } finally {
      this.leaveAddress(ip);
    }
  }

  private async assertMayTry(source: LoginSource): Promise<void> {
    const { loginsPerAccount: perAccount, loginsPerAddress: perAddress } = this.config.rates;
    const now = this.clock.millis();
    const { accountAt, addressAt } = await this.failures.findFilled(
      source,
      { perAccount, perAddress },
      new Date(now - WINDOW_MS),
    );
    const filledAt = Math.max(accountAt?.getTime() ?? 0, addressAt?.getTime() ?? 0);
    if (filledAt > 0) refuse(Math.max(1, Math.ceil((filledAt + WINDOW_MS - now) / 1000)));
  }

  /** What is under way from an address may fail yet, and counts until it is known. */
  private enterAddress(ip: string): void {
    const count = this.underWay.get(ip) ?? 0;
    const { loginsPerAddress } = this.config.rates;
    if (loginsPerAddress > 0 && count >= loginsPerAddress) refuse(1);
    this.underWay.set(ip, count + 1);
  }

  private leaveAddress(ip: string): void {
    const count = (this.underWay.get(ip) ?? 1) - 1;
    if (count > 0) this.underWay.set(ip, count);
    else this.underWay.delete(ip);
  }
}

function refuse(retryAfter: number): never {
  throw new ApiError('TOO_MANY_REQUESTS', { retryAfter });
}
