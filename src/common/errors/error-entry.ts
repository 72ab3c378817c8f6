import { LocalizedText } from './localized-text.js';

/**
 * Who can do something about an error: `client` the program that calls this API, `operator` who uses it, `admin` who keeps users and
 * channels, `customer` the person written to, `us` this program, `meta` nobody but Meta (wait).
 */
export const ERROR_FAULTS = ['client', 'operator', 'admin', 'customer', 'us', 'meta'] as const;
export type ErrorFault = (typeof ERROR_FAULTS)[number];

export interface ErrorEntry {
  status: number;
  title: LocalizedText;
  /** The sentence a client prints, where the place that throws has no better one. */
  detail: LocalizedText;
  /** What to do about it. */
  action: LocalizedText;
  fault: ErrorFault;
  /** Whether the same request, unchanged, may succeed later. */
  retryable: boolean;
  /** Seconds a client waits before it tries again. */
  retryAfter?: number;
}
