import { randomBytes } from 'node:crypto';
import { Injectable, OnModuleInit } from '@nestjs/common';
import argon2 from 'argon2';
import { WorkLimit } from '../../common/work-limit.js';

/** OWASP's floor for argon2id (ASVS appendix C): 19 MiB, two passes, one lane; some 60 ms on one core. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** argon2 works in libuv's pool of four threads, which DNS and files need too. */
const MAX_AT_ONCE = 4;
const MAX_WAITING = 32;
const READABLE =
  /^\$argon2(?:id|i|d)\$(?:v=\d{1,3}\$)?[mtp]=\d{1,7}(?:,[mtp]=\d{1,7}){2}\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}$/;

export interface PasswordVerdict {
  matches: boolean;
  /** The hash was made with other parameters than today's: hash the password anew while it is at hand. */
  isOutdated: boolean;
}

/** Hashes passwords and checks them, at most 4 at once; throws 503 `OVERLOADED` where 32 wait already. */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly limit = new WorkLimit(MAX_AT_ONCE, MAX_WAITING);
  private decoy: string | undefined;

  /** The hash that unknown users are checked against, so that they take as long as known ones. */
  async onModuleInit(): Promise<void> {
    this.decoy ??= await this.hash(randomBytes(16).toString('hex'));
  }

  hash(password: string): Promise<string> {
    return this.limit.run(() => argon2.hash(password, { type: argon2.argon2id, ...PARAMETERS }));
  }

  /** `hash` is undefined for a user who does not exist: nothing matches, in the same time. */
  async verify(hash: string | undefined, password: string): Promise<PasswordVerdict> {
    const against = hash ?? this.decoy ?? '';
    // A stored value that is no hash of argon2's fits no password; the library would throw.
    if (!READABLE.test(against)) return { matches: false, isOutdated: false };
    const matches = (await this.limit.run(() => argon2.verify(against, password))) && hash !== undefined;
    return {
      matches,
      isOutdated: matches && (!against.startsWith('$argon2id$') || argon2.needsRehash(against, PARAMETERS)),
    };
  }
}
