import { CustomDecorator, SetMetadata } from '@nestjs/common';

export const IS_PUBLIC = 'isPublic';

/** Opens a route to callers who are not signed in. Every other route is closed. */
export function Public(): CustomDecorator {
  return SetMetadata(IS_PUBLIC, true);
}
