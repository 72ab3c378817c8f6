import { DefaultNamingStrategy } from 'typeorm';

/** `phoneNumberId` is `phone_number_id` in SQL; constraints carry the names the migrations give them. */
export class SnakeNamingStrategy extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? toSnakeCase(propertyName);
  }
}

export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
