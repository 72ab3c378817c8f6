import { MAX_BYTES_BY_KIND } from '../../waba-gateway/protocol/limits.js';

const MIB = 1024 * 1024;

export const UPLOAD_PATH = '/api/waba/operator/media';
/** The largest file there is, and the lines around it in the form. */
export const UPLOAD_MAX_BYTES = MAX_BYTES_BY_KIND.document;
export const UPLOAD_BODY_LIMIT = UPLOAD_MAX_BYTES + 64 * 1024;
/** So long an upload waits to be sent. */
export const UPLOAD_TTL_MS = 24 * 60 * 60 * 1000;
/** What one user may have waiting. */
export const UPLOAD_QUOTA_BYTES = 1024 * MIB;
export const UPLOAD_QUOTA_FILES = 500;
/** Uploads of one user at once, in each process. */
export const UPLOADS_AT_ONCE = 4;
