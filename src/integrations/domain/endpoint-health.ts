import type { PauseReason } from './delivery-state.js';

const HOUR_MS = 3_600_000;
/** Nothing arrived for three days: what was first given up is lost, and whoever keeps the host has not noticed. */
const FAILING_MS = 72 * HOUR_MS;
/** A busy host that is down shows it earlier. */
const BUSY_FAILING_MS = 24 * HOUR_MS;
const BUSY_FAILURES = 100;

export interface EndpointHealth {
  /** When the first of the failures in a row was; null while what was last sent arrived. */
  failingSince: Date | null;
  /** In a row. */
  failures: number;
}

export interface JudgedHealth extends EndpointHealth {
  pause: Extract<PauseReason, 'failing' | 'gone'> | null;
}

/** How an endpoint stands after a failed attempt, and whether nothing more is sent to it. 410 says so itself (Standard Webhooks). */
export function judgeFailure(
  { failingSince, failures }: EndpointHealth,
  status: number | null,
  now: Date,
): JudgedHealth {
  const since = failingSince ?? now;
  const count = failures + 1;
  const lasted = now.getTime() - since.getTime();
  const isLasting = lasted >= FAILING_MS || (lasted >= BUSY_FAILING_MS && count >= BUSY_FAILURES);
  return { failingSince: since, failures: count, pause: status === 410 ? 'gone' : isLasting ? 'failing' : null };
}
