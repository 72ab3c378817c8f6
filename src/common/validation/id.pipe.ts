import { ArgumentMetadata, Injectable, PipeTransform } from '@nestjs/common';
import { validationError } from './validation.pipe.js';

/** An id as a path or query writes it: decimal digits without sign, zeros in front, or anything JavaScript would convert. */
export function parseId(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : undefined;
}

@Injectable()
export class IdPipe implements PipeTransform<unknown, number> {
  transform(value: unknown, metadata: ArgumentMetadata): number {
    const id = parseId(value);
    if (id !== undefined) return id;
    const message = {
      en: 'must be a whole number from 1 to 9007199254740991',
      ru: 'должно быть целым числом от 1 до 9007199254740991',
    };
    throw validationError([{ field: metadata.data ?? 'id', code: 'ID', message }]);
  }
}
