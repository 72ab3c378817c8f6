import { LocalizedText } from './localized-text.js';

export interface ErrorEntry {
  status: number;
  title: LocalizedText;
  /** The sentence a client prints, where the place that throws has no better one. */
  detail: LocalizedText;
  /** Seconds a client waits before it tries again. */
  retryAfter?: number;
}
