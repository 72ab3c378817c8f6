import { cleanJson } from './clean-json.js';
import { asArray, asId, asObject, asText, cut, JsonObject } from './json-fields.js';
import { ProblemList } from './problem-list.js';

/** How the parameters of a template are told apart: by their names, or by their order. */
export type ParameterFormat = 'named' | 'positional';

/** A message template of a WhatsApp Business Account, as `GET /{waba-id}/message_templates` lists it. */
export interface TemplateItem {
  metaId: string;
  name: string;
  language: string;
  /** Meta's words, which it adds to without notice: `APPROVED`, `PAUSED` …; `MARKETING`, `UTILITY`, `AUTHENTICATION`. */
  status: string;
  category: string;
  quality: string | null;
  parameterFormat: ParameterFormat;
  /** As Meta sent them; safe to walk and to store as jsonb. */
  components: JsonObject[];
}

export interface TemplatePage {
  templates: TemplateItem[];
  /** Cursor of the next page; null on the last one. */
  after: string | null;
}

/** What is asked of Graph about each template. */
export const TEMPLATE_FIELDS =
  'id,name,language,status,category,components,parameter_format,quality_score,rejected_reason';

const WORD_MAX_LENGTH = 64;
const NAME_MAX_LENGTH = 512;

/** A page of the list; undefined where the answer is none. What is no template in it is left out. */
export function readTemplatePage(json: unknown): TemplatePage | undefined {
  const body = asObject(cleanJson(json, new ProblemList()));
  const data = asArray(body?.data);
  if (data === undefined) return undefined;
  const paging = asObject(body?.paging);
  // `cursors.after` stands on the last page too; only `next` says that there is more.
  const after = asText(paging?.next) === undefined ? undefined : asText(asObject(paging?.cursors)?.after);
  return { templates: data.flatMap((piece) => readTemplate(piece) ?? []), after: after ?? null };
}

function readTemplate(piece: unknown): TemplateItem | undefined {
  const template = asObject(piece);
  const [metaId, name, language] = [asId(template?.id), asText(template?.name), asText(template?.language)];
  if (template === undefined || metaId === undefined || name === undefined || language === undefined) return undefined;
  const quality = asText(asObject(template.quality_score)?.score);
  return {
    metaId,
    name: cut(name, NAME_MAX_LENGTH),
    language: cut(language, WORD_MAX_LENGTH),
    status: wordOf(template.status) ?? 'UNKNOWN',
    category: wordOf(template.category) ?? 'UNKNOWN',
    quality: wordOf(quality) ?? null,
    parameterFormat: template.parameter_format === 'NAMED' ? 'named' : 'positional',
    components: (asArray(template.components) ?? []).map(asObject).filter((component) => component !== undefined),
  };
}

function wordOf(value: unknown): string | undefined {
  const word = asText(value);
  return word === undefined ? undefined : cut(word.toUpperCase(), WORD_MAX_LENGTH);
}

/** What a webhook says of one template; what it does not speak of is absent. */
export interface TemplateNotice {
  wabaId: string;
  metaId: string;
  name?: string;
  language?: string;
  status?: string;
  quality?: string;
  category?: string;
}

type Change = Pick<TemplateNotice, 'status' | 'quality' | 'category'>;

/** Meta's `event` is the status from then on, but for these. */
const STATUS_OF_EVENT: Readonly<Record<string, string>> = { REINSTATED: 'APPROVED', UNARCHIVED: 'APPROVED' };
/** A warning: the template can still be sent. */
const NO_STATUS: ReadonlySet<string> = new Set(['FLAGGED']);

const READERS: Readonly<Record<string, (value: JsonObject) => Change>> = {
  message_template_status_update: (value) => {
    const event = wordOf(value.event);
    if (event === undefined || NO_STATUS.has(event)) return {};
    const status = Object.hasOwn(STATUS_OF_EVENT, event) ? STATUS_OF_EVENT[event] : event;
    const category = wordOf(value.message_template_category);
    return { ...(status === undefined ? {} : { status }), ...(category === undefined ? {} : { category }) };
  },
  message_template_quality_update: (value) => {
    const quality = wordOf(value.new_quality_score);
    return quality === undefined ? {} : { quality };
  },
  template_category_update: (value) => {
    const category = wordOf(value.new_category);
    return category === undefined ? {} : { category };
  },
  // It brings the texts without their places: the list is asked for them.
  message_template_components_update: () => ({}),
};

/** What a change of `field` says of a template; undefined for any other field, and where it names none. */
export function readTemplateNotice(
  field: string,
  value: unknown,
  wabaId: string | undefined,
): TemplateNotice | undefined {
  const read = Object.hasOwn(READERS, field) ? READERS[field] : undefined;
  const object = asObject(value);
  const metaId = asId(object?.message_template_id);
  if (read === undefined || object === undefined || metaId === undefined || wabaId === undefined) return undefined;
  const name = asText(object.message_template_name);
  const language = asText(object.message_template_language);
  return {
    wabaId,
    metaId,
    ...(name === undefined ? {} : { name: cut(name, NAME_MAX_LENGTH) }),
    ...(language === undefined ? {} : { language: cut(language.replace('-', '_'), WORD_MAX_LENGTH) }),
    ...read(object),
  };
}

/** A template as it is sent, with the ids of the files that its header and the cards of its carousel show, in their order. */
export function withTemplateMedia(
  template: JsonObject,
  headerId: string | null,
  cardIds: readonly string[],
): JsonObject {
  const waiting = [...cardIds];
  const components = listOf(template.components).map((piece) => {
    const component = asObject(piece);
    if (component?.type !== 'carousel') return headerId === null ? piece : withFile(piece, () => headerId);
    const cards = listOf(component.cards).map((card) => {
      const object = asObject(card);
      const pieces = listOf(object?.components).map((part) => withFile(part, () => waiting.shift()));
      return { ...object, components: pieces };
    });
    return { ...component, cards };
  });
  return { ...template, components };
}

/** Formats of a header that are a file. */
const FILES: ReadonlySet<string> = new Set(['image', 'video', 'document']);

function withFile(piece: unknown, takeId: () => string | undefined): unknown {
  const component = asObject(piece);
  const parameter = asObject(asArray(component?.parameters)?.[0]);
  const type = asText(parameter?.type);
  if (component?.type !== 'header' || type === undefined || !FILES.has(type)) return piece;
  return { ...component, parameters: [{ type, [type]: { ...asObject(parameter?.[type]), id: takeId() } }] };
}

function listOf(value: unknown): readonly unknown[] {
  return asArray(value) ?? [];
}
