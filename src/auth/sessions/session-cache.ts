import { Injectable } from '@nestjs/common';
import { SessionState } from '../domain/session-state.js';
import { FreshCache } from './fresh-cache.js';
import { SessionRepository } from './session.repository.js';

/** The state of sessions, by their ids. */
@Injectable()
export class SessionCache extends FreshCache<SessionState> {
  constructor(sessions: SessionRepository) {
    super((id) => sessions.findState(id));
  }
}
