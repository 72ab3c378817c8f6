import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../common/errors/api-error.js';
import type { LocalizedText } from '../../common/errors/localized-text.js';
import { isError } from '../../common/is-error.js';
import { validationError } from '../../common/validation/validation.pipe.js';
import { UPLOAD_MAX_BYTES } from '../domain/upload-limits.js';
import { bodyToFile, type SavedBody } from '../fetch/body-to-file.js';

export interface ReceivedFile extends SavedBody {
  /** As the client named it: anything whatever. */
  filename: string;
}

const FIELD = 'file';
/** Our own limit on the size is met first, and gives the file away at once. */
const LIMITS = { files: 1, fields: 0, parts: 2, fileSize: UPLOAD_MAX_BYTES + 1, fieldNameSize: 100, headerPairs: 20 };
const ONE_FILE: LocalizedText = {
  en: 'must be the one field of the form, and a file',
  ru: 'должно быть единственным полем формы и содержать файл',
};
const EMPTY: LocalizedText = { en: 'must not be empty', ru: 'не должно быть пустым' };

/**
 * Streams the one file of a form to `path`, where nothing may be; unless all of it came and was as it must be, nothing is there
 * afterwards. Throws 400 for a form that is none, 413 for one with more or larger parts.
 */
export async function receiveUpload(request: FastifyRequest, path: string): Promise<ReceivedFile> {
  let received: ReceivedFile | undefined;
  // Gone before anybody listened: the parser would wait for it for ever.
  if (request.raw.destroyed && !request.raw.readableEnded) throw new ApiError('BAD_REQUEST');
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      if (part.type !== 'file' || part.fieldname !== FIELD) throw fileError(ONE_FILE);
      // Left behind in the middle it may fail later, when nobody listens.
      part.file.on('error', () => undefined);
      const saved = await bodyToFile(part.file, path, UPLOAD_MAX_BYTES, (promise) => promise);
      if ('code' in saved) throw tooLarge(UPLOAD_MAX_BYTES);
      received = { ...saved, filename: part.filename };
    }
  } catch (error) {
    throw readableError(error);
  }
  if (received === undefined) throw fileError(ONE_FILE);
  if (received.size === 0) throw fileError(EMPTY);
  return received;
}

export function tooLarge(maxBytes: number): ApiError {
  return new ApiError('PAYLOAD_TOO_LARGE', {
    detail: {
      en: `A file of this type may have at most ${maxBytes} bytes.`,
      ru: `Файл этого типа может занимать не больше ${maxBytes} байт.`,
    },
  });
}

function fileError(message: LocalizedText): ApiError {
  return validationError([{ field: FIELD, code: 'FILE', message }]);
}

/** The parser of forms throws bare errors; those of the disk name their call. */
function readableError(error: unknown): unknown {
  if (error instanceof ApiError || !isError(error)) return error;
  const { syscall, statusCode } = error as { syscall?: unknown; statusCode?: unknown };
  return syscall !== undefined || statusCode !== undefined ? error : new ApiError('BAD_REQUEST', { cause: error });
}
