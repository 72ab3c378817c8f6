import type { FieldError } from '../../../common/errors/api-error.js';
import { codePointLength } from '../../../common/validation/text-rules.js';
import { safeFilename } from '../../../media/domain/filename.js';
import { asObject, type JsonObject } from '../../../waba-gateway/protocol/json-fields.js';
import { INTERACTIVE_LIMITS as LIMITS } from '../../../waba-gateway/protocol/limits.js';
import type {
  InteractiveActionDto,
  InteractiveDto,
  InteractiveHeaderDto,
  InteractiveParametersDto,
  InteractiveSectionDto,
  InteractiveType,
} from './interactive.dto.js';
import { type CarriedFile, problem, type SendType, toPlain } from './send-type.js';

type ActionKey = keyof InteractiveActionDto;
type ParameterKey = keyof InteractiveParametersDto;
type Presence<K extends string> = Readonly<Partial<Record<K, 'needed' | 'optional'>>>;

interface Kind {
  /** It may have a header and a footer. */
  isFramed: boolean;
  /** Its header may be a file. */
  mayShowFile?: boolean;
  action: Presence<ActionKey>;
  name?: string;
  parameters?: Presence<ParameterKey>;
}

const NAMED = { name: 'needed' } as const;

/** What belongs to which type of interactive message, by Meta's message reference. */
const KINDS: Readonly<Record<InteractiveType, Kind>> = {
  button: { isFramed: true, mayShowFile: true, action: { buttons: 'needed' } },
  list: { isFramed: true, action: { button: 'needed', sections: 'needed' } },
  cta_url: {
    isFramed: true,
    mayShowFile: true,
    action: { ...NAMED, parameters: 'needed' },
    name: 'cta_url',
    parameters: { display_text: 'needed', url: 'needed' },
  },
  flow: {
    isFramed: true,
    action: { ...NAMED, parameters: 'needed' },
    name: 'flow',
    parameters: {
      flow_message_version: 'needed',
      flow_cta: 'needed',
      flow_id: 'optional',
      flow_name: 'optional',
      flow_token: 'optional',
      mode: 'optional',
      flow_action: 'optional',
      flow_action_payload: 'optional',
    },
  },
  location_request_message: { isFramed: false, action: NAMED, name: 'send_location' },
  request_contact_info: { isFramed: false, action: NAMED, name: 'request_contact_info' },
};

const ACTION_KEYS: readonly ActionKey[] = ['buttons', 'button', 'sections', 'name', 'parameters'];
const PARAMETER_KEYS: readonly ParameterKey[] = [
  'display_text',
  'url',
  'flow_message_version',
  'flow_id',
  'flow_name',
  'flow_cta',
  'flow_token',
  'mode',
  'flow_action',
  'flow_action_payload',
];

/** What the fields of an interactive message demand of each other. Fields are named from inside `interactive`. */
export function interactiveProblems(interactive: InteractiveDto): FieldError[] {
  const { type, header, footer, body, action } = interactive;
  const kind = KINDS[type];
  const frame = kind.isFramed ? [] : notFor([header && 'header', footer && 'footer']);
  const { parameters = {} } = action;
  return [
    ...frame,
    ...(header === undefined ? [] : headerProblems(header, kind)),
    ...(type !== 'list' && codePointLength(body.text) > LIMITS.body ? [tooLong('body.text', LIMITS.body)] : []),
    ...presenceProblems('action', ACTION_KEYS, action, kind.action),
    ...(kind.name === undefined || action.name === undefined || action.name === kind.name
      ? []
      : [problem('action.name', 'NOT_FOR_TYPE')]),
    ...(kind.parameters === undefined || action.parameters === undefined
      ? []
      : presenceProblems('action.parameters', PARAMETER_KEYS, parameters, kind.parameters)),
    ...(type === 'flow' && action.parameters !== undefined ? flowProblems(parameters) : []),
    ...(type === 'button' ? buttonProblems(action) : []),
    ...(type === 'list' ? listProblems(action.sections ?? []) : []),
  ];
}

/** Words or a file, and a name where the customer sees one. */
function headerProblems({ type, text, mediaUrl, filename }: InteractiveHeaderDto, kind: Kind): FieldError[] {
  const isFile = type !== 'text';
  if (isFile && kind.mayShowFile !== true) return kind.isFramed ? [problem('header.type', 'NOT_FOR_TYPE')] : [];
  const wanted = isFile ? 'mediaUrl' : 'text';
  const given = { text, mediaUrl };
  const isNamed = filename !== undefined && type === 'document';
  return [
    ...(given[wanted] === undefined ? [problem(`header.${wanted}`, 'NEEDED')] : []),
    ...notFor([
      isFile && text !== undefined ? 'header.text' : undefined,
      !isFile && mediaUrl !== undefined ? 'header.mediaUrl' : undefined,
      filename !== undefined && !isNamed ? 'header.filename' : undefined,
    ]),
    ...(isNamed && safeFilename(filename) === null ? [problem('header.filename', 'FILENAME')] : []),
  ];
}

/** What Meta wants of it; the id of a header's file is put in when it is uploaded. */
function toDetails(interactive: InteractiveDto): JsonObject {
  const { header } = interactive;
  const details = { ...asObject(toPlain(interactive)) };
  if (header === undefined || header.type === 'text') return details;
  const { type, filename } = header;
  return { ...details, header: { type, [type]: filename === undefined ? {} : { filename } } };
}

function fileOf({ header }: InteractiveDto): CarriedFile | undefined {
  const { type = 'text', mediaUrl } = header ?? {};
  return type === 'text' || mediaUrl === undefined ? undefined : { file: type, mediaUrl };
}

function notFor(fields: readonly (string | undefined)[]): FieldError[] {
  return fields.flatMap((field) => (field === undefined ? [] : [problem(field, 'NOT_FOR_TYPE')]));
}

function presenceProblems<K extends string>(
  parent: string,
  keys: readonly K[],
  given: Readonly<Partial<Record<K, unknown>>>,
  wanted: Presence<K>,
): FieldError[] {
  return keys.flatMap((key) => {
    const isGiven = given[key] !== undefined;
    if (isGiven && wanted[key] === undefined) return [problem(`${parent}.${key}`, 'NOT_FOR_TYPE')];
    return !isGiven && wanted[key] === 'needed' ? [problem(`${parent}.${key}`, 'NEEDED')] : [];
  });
}

/** Exactly one of its id and its name; the first screen only where it begins with one. */
function flowProblems(parameters: InteractiveParametersDto): FieldError[] {
  const { flow_id: id, flow_name: name, flow_action: action, flow_action_payload: payload } = parameters;
  const at = 'action.parameters';
  return [
    ...(id === undefined && name === undefined ? [problem(`${at}.flow_id`, 'NEEDED')] : []),
    ...(id !== undefined && name !== undefined ? [problem(`${at}.flow_name`, 'NOT_FOR_TYPE')] : []),
    ...(payload !== undefined && action === 'data_exchange'
      ? [problem(`${at}.flow_action_payload`, 'NOT_FOR_TYPE')]
      : []),
    ...(payload?.data !== undefined && Object.keys(payload.data).length === 0
      ? [problem(`${at}.flow_action_payload.data`, 'NEEDED')]
      : []),
  ];
}

function buttonProblems({ buttons = [] }: InteractiveActionDto): FieldError[] {
  const at = (index: number, key: string): string => `action.buttons[${index}].reply.${key}`;
  return [
    ...repeats(buttons.map(({ reply }, index) => [reply.id, at(index, 'id')])),
    ...repeats(buttons.map(({ reply }, index) => [reply.title, at(index, 'title')])),
  ];
}

function listProblems(sections: readonly InteractiveSectionDto[]): FieldError[] {
  const rows = sections.flatMap((section, index) =>
    section.rows.map((row, place) => ({ row, at: `action.sections[${index}].rows[${place}]` })),
  );
  const untitled = sections.flatMap(({ title }, index) =>
    sections.length > 1 && title === undefined ? [problem(`action.sections[${index}].title`, 'NEEDED')] : [],
  );
  return [
    ...untitled,
    ...(rows.length > LIMITS.rows ? [tooManyRows()] : []),
    ...repeats(rows.map(({ row, at }) => [row.id, `${at}.id`])),
  ];
}

/** A problem on each field whose text has been there before. */
function repeats(fields: readonly (readonly [text: string, field: string])[]): FieldError[] {
  const seen = new Set<string>();
  return fields.flatMap(([text, field]) => {
    if (seen.has(text)) return [problem(field, 'UNIQUE')];
    seen.add(text);
    return [];
  });
}

function tooLong(field: string, max: number): FieldError {
  const message = { en: `must have 1 to ${max} characters`, ru: `должно содержать от 1 до ${max} символов` };
  return { field, code: 'LENGTH', message };
}

function tooManyRows(): FieldError {
  const message = {
    en: `must have at most ${LIMITS.rows} rows in all`,
    ru: `должно содержать не больше ${LIMITS.rows} строк всего`,
  };
  return { field: 'action.sections', code: 'LIST', message };
}

export const INTERACTIVE: SendType<InteractiveDto> = {
  fields: { replyTo: 'optional' },
  payload: { problems: interactiveProblems, toDetails, file: fileOf },
  example: {
    summary: 'Buttons',
    value: {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Когда удобно получить заказ?' },
        footer: { text: 'Магазин на Абая' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'today', title: 'Сегодня' } },
            { type: 'reply', reply: { id: 'tomorrow', title: 'Завтра' } },
          ],
        },
      },
    },
  },
};
