import { SERVICE_WINDOW_MS } from '../../waba-gateway/protocol/limits.js';

export interface WindowFacts {
  lastInboundAt: Date | null;
  /** When Meta refused with 131047; a later message of the customer takes it back. */
  windowClosedAt: Date | null;
}

export interface ServiceWindow {
  open: boolean;
  /** The end of the last window, past or to come; null when the customer never wrote. */
  expiresAt: Date | null;
  lastInboundAt: Date | null;
}

/** The window as it stands at `now`. It closes at the very millisecond it expires: Meta's own clock decides, and late is late. */
export function serviceWindow({ lastInboundAt, windowClosedAt }: WindowFacts, now: Date): ServiceWindow {
  if (lastInboundAt === null) return { open: false, expiresAt: null, lastInboundAt };
  const isRefused = windowClosedAt !== null && windowClosedAt >= lastInboundAt;
  const expiresAt = isRefused ? windowClosedAt : new Date(lastInboundAt.getTime() + SERVICE_WINDOW_MS);
  // A refusal counts at once, also where Meta's clock runs ahead of ours.
  return { open: !isRefused && now < expiresAt, expiresAt, lastInboundAt };
}
