import { getSchemaPath, OperationObject, ReferenceObject, ResponseObject } from '@nestjs/swagger';
import { ApiError } from '../common/errors/api-error.js';
import { ERROR_CODES, ErrorCode, errorEntry } from '../common/errors/error-catalogue.js';
import { toProblem } from '../common/errors/problem.js';
import { ProblemDto } from '../common/openapi/problem.dto.js';
import { DescribedOperation, examplePath } from './described-operation.js';
import { ErrorMarks, takeErrorMarks } from './error-marks.js';
import { validationExample } from './validation-example.js';

/** Whatever takes a body can meet these long before its handler. */
const BODY_ERRORS: readonly ErrorCode[] = ['VALIDATION', 'BAD_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
/** What never becomes a request of one route, and so can answer any. */
const UNREADABLE: readonly ErrorCode[] = [
  'BAD_REQUEST',
  'BAD_URL',
  'REQUEST_TIMEOUT',
  'EXPECTATION_FAILED',
  'HEADERS_TOO_LARGE',
];
const RETRY_AFTER = { description: 'Seconds to wait before the next try.', schema: { type: 'integer', minimum: 1 } };
const CHALLENGE = { description: 'Always `Bearer`.', schema: { type: 'string', enum: ['Bearer'] } };

/** Where the bodies of a group of examples come from. */
interface Source {
  schema: string;
  path: string;
}

/** Turns the error marks of an operation into responses, each code with the body it really has. */
export function describeErrors(described: DescribedOperation): void {
  const { operation } = described;
  const marks = takeErrorMarks(operation);
  const errors = errorsOf(operation, marks);
  const source = { schema: marks.problem ?? ProblemDto.name, path: examplePath(described) };
  for (const status of new Set(errors.map((error) => error.status))) {
    const group = errors.filter((error) => error.status === status);
    operation.responses[status] = withErrors(operation.responses[status], group, source);
  }
  operation.responses['4XX'] = { $ref: '#/components/responses/UnreadableRequest' };
}

/** The responses that every operation refers to. */
export function sharedResponses(): Record<string, ResponseObject> {
  const errors = UNREADABLE.map((code) => new ApiError(code));
  const described = withErrors(undefined, errors, { schema: ProblemDto.name, path: '/api/waba/operator/send' });
  return {
    UnreadableRequest: { ...described, description: `What is not readable as a request: ${described.description}` },
  };
}

/** In the order of the catalogue, so that the order of decorators does not show. */
function errorsOf(operation: OperationObject, { errors }: ErrorMarks): ApiError[] {
  const codes = new Set<ErrorCode>([
    ...errors.keys(),
    ...(operation.requestBody === undefined ? [] : BODY_ERRORS),
    'INTERNAL',
  ]);
  return ERROR_CODES.filter((code) => codes.has(code)).map((code) => {
    const example = errors.get(code) ?? {};
    const isBare = Object.keys(example).length === 0;
    return code === 'VALIDATION' && isBare ? validationExample(operation) : new ApiError(code, example);
  });
}

function withErrors(
  present: ResponseObject | ReferenceObject | undefined,
  errors: readonly ApiError[],
  source: Source,
): ResponseObject {
  const other: Partial<ResponseObject> = present === undefined || '$ref' in present ? {} : present;
  const words = errors.map(({ code }) => `\`${code}\` ${errorEntry(code).title.en}`).join('; ');
  const headers = {
    ...other.headers,
    ...(errors.some((error) => error.retryAfter !== undefined) ? { 'Retry-After': RETRY_AFTER } : {}),
    ...(errors.some((error) => error.status === 401) ? { 'WWW-Authenticate': CHALLENGE } : {}),
  };
  return {
    description: [other.description, words].filter(Boolean).join(' '),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: { ...other.content, 'application/problem+json': examplesOf(errors, source) },
  };
}

function examplesOf(
  errors: readonly ApiError[],
  { schema, path }: Source,
): NonNullable<ResponseObject['content']>[string] {
  const context = {
    publicUrl: 'http://localhost:3000',
    path,
    requestId: '6f1c2a9e-54c0-4d0e-9a8e-2f3b1f0c7d11',
    language: 'en',
  } as const;
  return {
    schema: { $ref: getSchemaPath(schema) },
    examples: Object.fromEntries(
      errors.map((error) => [
        error.code,
        { summary: errorEntry(error.code).title.en, value: toProblem(error, context) },
      ]),
    ),
  };
}
