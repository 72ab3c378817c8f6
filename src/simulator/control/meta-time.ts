import { registerDecorator } from 'class-validator';

const UNIX_SECONDS = /^\d{1,12}$/;

/** Milliseconds of a time given as Unix seconds or in ISO 8601; null for what is neither. */
export function toMillis(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value * 1000 : null;
  if (typeof value !== 'string') return null;
  if (UNIX_SECONDS.test(value)) return Number(value) * 1000;
  const millis = Date.parse(value);
  return Number.isNaN(millis) ? null : millis;
}

export function IsMetaTime(): PropertyDecorator {
  return (target, propertyKey) => {
    registerDecorator({
      name: 'isMetaTime',
      target: target.constructor,
      propertyName: String(propertyKey),
      validator: {
        validate: (value: unknown) => toMillis(value) !== null,
        defaultMessage: () => '$property must be Unix seconds or an ISO 8601 time',
      },
    });
  };
}
