import { Injectable } from '@nestjs/common';
import { SessionCache } from '../sessions/session-cache.js';
import { ApiKeyCache } from './api-key-cache.js';

/** What this process remembers of keys and of the sessions they opened. */
@Injectable()
export class ApiKeyCaches {
  constructor(
    private readonly keys: ApiKeyCache,
    private readonly sessions: SessionCache,
  ) {}

  clear(): void {
    this.keys.clear();
    this.sessions.clear();
  }
}
