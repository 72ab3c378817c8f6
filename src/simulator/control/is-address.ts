import { registerDecorator } from 'class-validator';
import { isBsuid, toWaId } from '../customers/address.js';

/** Accepts what names a customer: a phone with its country code, or a BSUID. */
export function IsAddress(): PropertyDecorator {
  return (target, propertyKey) => {
    registerDecorator({
      name: 'isAddress',
      target: target.constructor,
      propertyName: String(propertyKey),
      validator: {
        validate: (value: unknown) => typeof value === 'string' && (isBsuid(value) || toWaId(value) !== null),
        defaultMessage: () => '$property must be a phone like +77011234567 or a BSUID like KZ.1349120865530274205',
      },
    });
  };
}
