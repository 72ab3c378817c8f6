import type { OpenAPIObject, SchemaObject } from '@nestjs/swagger';

/** Who fills it in: the client a request, we an answer. */
export type Direction = 'request' | 'answer';

/** A schema as OpenAPI 3.1 writes it. */
interface Schema extends Omit<SchemaObject, 'type' | 'items' | 'properties' | 'anyOf' | 'oneOf' | 'allOf'> {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

type Pair<T> = readonly [before: T, after: T];

/** A greater lower limit narrows, and a lesser upper one. */
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const;
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const;
const EXACT = ['pattern', 'format', 'multipleOf', 'uniqueItems'] as const;

/** Compares schemas of two documents; what breaks is collected in `changes`, a schema that many use once for each direction. */
export class SchemaComparison {
  readonly changes: string[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly documents: Pair<OpenAPIObject>) {}

  compare([was, is]: Pair<unknown>, place: string, direction: Direction): void {
    // Without a schema anything goes.
    const before = this.resolve(was ?? {}, 0);
    const after = this.resolve(is ?? {}, 1);
    this.note(direction, place, compareTypes(before.schema, after.schema, direction));
    const at = before.name ?? place;
    const key = `${direction} ${before.name} ${after.name ?? place}`;
    if (before.name !== undefined && this.seen.has(key)) return;
    this.seen.add(key);
    const compareRest = direction === 'request' ? compareLimits : compareForm;
    this.note(direction, at, compareRest(before.schema, after.schema));
    this.compareProperties([before.schema, after.schema], at, direction);
    if (before.schema.items) this.compare([before.schema.items, after.schema.items], `${at}[]`, direction);
    this.compareUnions([before.schema, after.schema], at, direction);
  }

  /** Follows references, and what merely wraps one to describe it; of `anyOf` a schema and null: that schema or null. */
  private resolve(schema: Schema, side: 0 | 1): { name?: string; schema: Schema } {
    const [only, ...others] = schema.allOf ?? [];
    if (only !== undefined && others.length === 0) return this.resolve(only, side);
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined) {
      const target: Schema | undefined = this.documents[side].components?.schemas?.[name];
      if (target === undefined) throw new Error(`there is no schema ${name}`);
      return { name, schema: this.resolve(target, side).schema };
    }
    const members = schema.anyOf ?? schema.oneOf ?? [];
    const [value, ...rest] = members.filter(({ type }) => type !== 'null');
    if (value === undefined || rest.length > 0 || members.length !== 2) return { schema };
    const { schema: inner, ...named } = this.resolve(value, side);
    return { ...named, schema: { ...inner, type: [...typesOf(inner), 'null'] } };
  }

  private note(direction: Direction, place: string, changes: readonly string[]): void {
    this.changes.push(...changes.map((what) => `${direction} ${place} ${what}`));
  }

  private compareProperties([before, after]: Pair<Schema>, place: string, direction: Direction): void {
    const [had, has] = [before.properties ?? {}, after.properties ?? {}];
    const [needed, needs] = [new Set(before.required), new Set(after.required)];
    for (const [name, schema] of Object.entries(had)) {
      const now = has[name];
      // A closed schema refuses a field it does not know.
      if (now === undefined) this.changes.push(`${direction} ${place}.${name} is gone`);
      else this.compare([schema, now], `${place}.${name}`, direction);
      if (direction === 'answer' && now !== undefined && needed.has(name) && !needs.has(name)) {
        this.changes.push(`answer ${place}.${name} may be absent`);
      }
    }
    for (const name of direction === 'request' ? needs : []) {
      if (!needed.has(name)) this.changes.push(`request ${place}.${name} is required`);
    }
    if (direction === 'request' && before.additionalProperties !== false && after.additionalProperties === false) {
      if (before.type === 'object') this.changes.push(`request ${place} takes no other fields any more`);
    }
  }

  /** Members are told apart by their names, else by what they are. What is discriminated may grow: clients leave alone what they do not know. */
  private compareUnions([before, after]: Pair<Schema>, place: string, direction: Direction): void {
    const [was, is] = [membersOf(before), membersOf(after)];
    if (was.size === 0 && is.size === 0) return;
    if (was.size === 0 || is.size === 0) return void this.changes.push(`${direction} ${place} is of other shapes`);
    for (const [key, member] of was) {
      const now = is.get(key);
      if (now !== undefined) this.compare([member, now], place, direction);
      else if (direction === 'request') this.changes.push(`request ${place} can no longer be ${key}`);
    }
    if (direction === 'request' || after.discriminator !== undefined) return;
    for (const key of is.keys()) if (!was.has(key)) this.changes.push(`answer ${place} may be ${key}`);
  }
}

function membersOf(schema: Schema): Map<string, Schema> {
  const members = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [];
  return new Map(members.map((one) => [one.$ref?.split('/').at(-1) ?? JSON.stringify(one), one]));
}

/** Empty where any type goes. */
function typesOf({ type, enum: words }: Schema): string[] {
  const types = [type ?? []].flat();
  // A word of its own says null too.
  return words?.includes(null) === true && !types.includes('null') ? [...types, 'null'] : types;
}

function compareTypes(before: Schema, after: Schema, direction: Direction): string[] {
  const [was, is] = [typesOf(before), typesOf(after)];
  const [narrow, wide] = direction === 'request' ? [was, is] : [is, was];
  if (wide.length === 0) return [];
  const isFit = (type: string): boolean => wide.includes(type) || (type === 'integer' && wide.includes('number'));
  const unfit = narrow.filter((type) => !isFit(type));
  if (narrow.length > 0 && unfit.length === 0) return [];
  if (unfit.join() === 'null') return [direction === 'request' ? 'can no longer be null' : 'may be null'];
  return [`is ${is.join(' or ') || 'anything'}, no longer ${was.join(' or ') || 'anything'}`];
}

/** What narrows what a client may send. */
function compareLimits(before: Schema, after: Schema): string[] {
  const raised = LOWER.filter((key) => Number(after[key] ?? -Infinity) > Number(before[key] ?? -Infinity));
  const lowered = UPPER.filter((key) => Number(after[key] ?? Infinity) < Number(before[key] ?? Infinity));
  const exact = EXACT.filter((key) => after[key] !== undefined && after[key] !== before[key]);
  const limits = [...raised, ...lowered, ...exact].map((key) => `${key} is ${JSON.stringify(after[key])}`);
  const [was, is] = [wordsOf(before), wordsOf(after)];
  if (is === undefined) return limits;
  if (was === undefined) return [...limits, `takes only ${is.join(', ')}`];
  return [...limits, ...was.filter((word) => !is.includes(word)).map((word) => `no longer takes ${word}`)];
}

/** What makes an answer something else; more words are growth, no words at all are not. */
function compareForm(before: Schema, after: Schema): string[] {
  const format =
    before.format === undefined || before.format === after.format ? [] : [`is no longer a ${before.format}`];
  return wordsOf(before) !== undefined && wordsOf(after) === undefined ? [...format, 'may be any word'] : format;
}

function wordsOf({ enum: words, const: word }: Schema): string[] | undefined {
  return (word === undefined ? words : [word])?.map((one: unknown) => JSON.stringify(one));
}
