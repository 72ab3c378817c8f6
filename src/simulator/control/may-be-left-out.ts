import { ValidateIf } from 'class-validator';

/** Optional, but not null: `IsOptional` would let null pass all other checks. */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_object, value: unknown) => value !== undefined);
}
