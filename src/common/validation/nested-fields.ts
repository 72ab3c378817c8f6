import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Check, documented, FieldDoc, presence } from './fields.js';
import { codePointLength, hasControlCharacters, isBlank } from './text-rules.js';

/** A list of objects with fields of their own. */
export function ObjectListField(doc: {
  description: string;
  type: () => new () => object;
  min?: number;
  max: number;
  optional?: boolean;
}): PropertyDecorator {
  const { description, type, min = 1, max, optional } = doc;
  const schema = { description, type, isArray: true, minItems: min, maxItems: max } as const;
  return applyDecorators(
    optional ? ApiPropertyOptional(schema) : ApiProperty(schema),
    presence(optional),
    Type(type),
    // Each item by itself: null would pass as absent, and the items of a list in the list as its own.
    Check({
      code: 'LIST',
      test: (value) =>
        Array.isArray(value) && value.length >= min && value.length <= max && value.every((item) => isPlain(item)),
      message: {
        en: `must be a list of ${min} to ${max} JSON objects`,
        ru: `должно быть списком JSON-объектов, от ${min} до ${max}`,
      },
    }),
    ValidateNested({ each: true }),
  );
}

/** A list of texts with something to see in each. */
export function TextListField(doc: FieldDoc<readonly string[]> & { max: number; maxItems: number }): PropertyDecorator {
  const { max, maxItems } = doc;
  const items = { type: 'string', minLength: 1, maxLength: max };
  return applyDecorators(
    documented(doc, { type: 'array', items, minItems: 1, maxItems }),
    presence(doc.optional),
    Check({
      code: 'TEXT_LIST',
      test: (value) =>
        Array.isArray(value) && isWithin(value.length, 1, maxItems) && value.every((one) => isText(one, max)),
      message: {
        en: `must be a list of 1 to ${maxItems} texts of at most ${max} characters, none of them blank`,
        ru: `должно быть списком от 1 до ${maxItems} непустых текстов, каждый не длиннее ${max} символов`,
      },
    }),
  );
}

function isText(value: unknown, max: number): boolean {
  if (typeof value !== 'string' || isBlank(value) || !value.isWellFormed()) return false;
  return !hasControlCharacters(value) && codePointLength(value) <= max;
}

function isWithin(count: number, min: number, max: number): boolean {
  return count >= min && count <= max;
}

/** An object whose keys are somebody else's matter. */
export function FreeObjectField(doc: FieldDoc<Record<string, unknown>>): PropertyDecorator {
  return applyDecorators(
    documented(doc, { type: 'object', additionalProperties: true }),
    presence(doc.optional),
    Check({
      code: 'OBJECT',
      test: isPlain,
      message: { en: 'must be a JSON object', ru: 'должно быть JSON-объектом' },
    }),
  );
}

/** A number, whole or not. */
export function NumberField(doc: FieldDoc<number> & { min: number; max: number }): PropertyDecorator {
  const { min, max } = doc;
  return applyDecorators(
    documented(doc, { type: 'number', minimum: min, maximum: max }),
    presence(doc.optional),
    Check({
      code: 'NUMBER',
      test: (value) => typeof value === 'number' && value >= min && value <= max,
      message: { en: `must be a number from ${min} to ${max}`, ru: `должно быть числом от ${min} до ${max}` },
    }),
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
