import { MEDIA_RULES, mediaRule } from '../../waba-gateway/protocol/limits.js';
import { GraphError } from './graph.error.js';

export interface MediaUpload {
  messagingProduct: unknown;
  /** Undefined where the form has no file part. */
  file: { mimeType: string; bytes: Buffer } | undefined;
}

export interface AcceptedUpload {
  mimeType: string;
  bytes: Buffer;
}

/**
 * Checks a media upload as Meta does: the type is the file part's own content type, not the `type` field. Throws
 * GraphError. Limits: Meta's page "Supported media types".
 */
export function checkUpload({ messagingProduct, file }: MediaUpload): AcceptedUpload {
  if (messagingProduct !== 'whatsapp') throw GraphError.missing('messaging_product');
  if (!file) throw GraphError.missing('file');
  const rule = mediaRule(file.mimeType);
  if (!rule) {
    const message =
      `Param file must be a file with one of the following types: ${Object.keys(MEDIA_RULES).join(', ')}. ` +
      `Received file of type '${file.mimeType}'.`;
    throw new GraphError(100, { message, details: message });
  }
  if (file.bytes.length === 0) throw new GraphError(131053, { details: 'The file is empty.' });
  if (file.bytes.length > rule.maxBytes) {
    throw new GraphError(131053, {
      details: `The file has ${file.bytes.length} bytes; ${rule.kind} files may have ${rule.maxBytes}.`,
    });
  }
  return { mimeType: file.mimeType, bytes: file.bytes };
}

/** The parts of a multipart form. Throws GraphError where the body is none. */
export async function parseUploadForm(contentType: string, raw: Buffer): Promise<MediaUpload> {
  const form = await readForm(contentType, raw);
  const part = form.get('file');
  const messagingProduct = form.get('messaging_product');
  if (!(part instanceof File)) return { messagingProduct, file: undefined };
  return { messagingProduct, file: { mimeType: part.type, bytes: Buffer.from(await part.arrayBuffer()) } };
}

async function readForm(contentType: string, raw: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw GraphError.invalid('The request body is not valid multipart/form-data.');
  }
}
