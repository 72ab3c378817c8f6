import { registerDecorator } from 'class-validator';

export const MAX_TIMES = 100_000;

/** Accepts how often a fault strikes: a number, or `always`. */
export function IsTimes(): PropertyDecorator {
  return (target, propertyKey) => {
    registerDecorator({
      name: 'isTimes',
      target: target.constructor,
      propertyName: String(propertyKey),
      validator: {
        validate: (value: unknown) =>
          value === 'always' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_TIMES),
        defaultMessage: () => `$property must be always or an integer from 1 to ${MAX_TIMES}`,
      },
    });
  };
}
