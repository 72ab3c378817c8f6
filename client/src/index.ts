/** What the package offers; the only file whose task is to gather. */
export { Client, type ClientOptions, createClient, type WithEventId } from './client.js';
export type { FeedTiming } from './event-feed.js';
export type { EventStream } from './event-stream.js';
export type {
  EventHandlers,
  EventOf,
  EventReset,
  EventsOptions,
  OperatorEvent,
  StateDetail,
  StreamState,
} from './event-types.js';
export { newMessageId } from './message-id.js';
export type { Platform } from './platform.js';
export { ApiProblem, NetworkError, type Problem, type ProblemCode, SignedOutError } from './problem.js';
export type { RetryRules } from './retry.js';
export type { components, operations, paths } from './schema.js';
export { localStorageSession, memorySession, type Session, type SessionStore, type User } from './session.js';
export type { Answer, CommonOptions, Method, Operation, PathOf, RequestOptions, ResultOf } from './typed-paths.js';
