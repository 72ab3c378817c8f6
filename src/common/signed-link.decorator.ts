import { CustomDecorator, SetMetadata } from '@nestjs/common';

export const ACCEPTS_SIGNED_LINK = 'acceptsSignedLink';

/** Lets a request with a `sig` in its query pass without a token: an `<img>` sends none. The handler must verify the signature. */
export function AcceptsSignedLink(): CustomDecorator {
  return SetMetadata(ACCEPTS_SIGNED_LINK, true);
}
