/** An instant at which a crash must lose nothing and double nothing. */
export type FailpointName =
  /** A send is accepted; nothing of it is stored. */
  | 'a0'
  /** Inside the first transaction of a send. */
  | 'a1'
  /** The message is committed as pending; nobody was told. */
  | 'a2'
  /** Connected to Graph; no byte of the request has left. */
  | 'b1'
  /** The whole request has left. */
  | 'b2'
  /** Graph has answered; its body is unread. */
  | 'b3'
  /** Inside the transaction of the outcome. */
  | 'c1'
  /** The outcome is committed; nobody was told. */
  | 'c2'
  /** The answer to the operator is made; none of it has left. */
  | 'd1'
  /** The outcome is about to be told to the requests that wait for it. */
  | 'e1'
  /** A webhook's signature is right; its body is not stored. */
  | 'w1'
  /** The statement that stores bodies is on its way to the database. */
  | 'w2'
  /** The body is committed; Meta was told nothing. */
  | 'w3'
  /** Meta has its 200. */
  | 'w4'
  /** Inside the transaction that applies webhooks. */
  | 'w5'
  /** Their effects and their marks are committed. */
  | 'w6'
  /** The worker is about to go on to what follows. */
  | 'w7';

const HOOK = Symbol.for('wa-operator.failpoint');

/** Marks such an instant. Does nothing, unless what started this process put a hook in its way: the fault suite's kills it there. */
export function failpoint(name: FailpointName): void {
  (globalThis as { [HOOK]?: (name: FailpointName) => void })[HOOK]?.(name);
}
