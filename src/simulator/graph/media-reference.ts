import type { MediaKind } from '../../waba-gateway/protocol/limits.js';

/** Which media a message carries: an uploaded id, or a link that Meta would fetch. */
export interface MediaReference {
  kind: MediaKind;
  id?: string;
  link?: string;
}
