import { Injectable } from '@nestjs/common';
import type { ApiKeyState } from '../domain/api-key-state.js';
import { FreshCache } from '../sessions/fresh-cache.js';
import { ApiKeyRepository } from './api-key.repository.js';

/** The state of API keys, by the hashes of their secrets in hex. */
@Injectable()
export class ApiKeyCache extends FreshCache<ApiKeyState> {
  constructor(keys: ApiKeyRepository) {
    super((hash) => keys.findState(Buffer.from(hash, 'hex')));
  }
}
