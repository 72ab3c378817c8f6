import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { ApiError } from '../common/errors/api-error.js';
import { findAbove } from '../common/find-above.js';
import { isError } from '../common/is-error.js';
import { VERSION } from '../common/version.js';

export interface ClientTarball {
  content: Buffer;
  filename: string;
  etag: string;
}

/** The typed client of this very version, as the build packed it. */
@Injectable()
export class ClientPackageService {
  private read: Promise<ClientTarball> | undefined;

  /** Throws 404 where the server runs without a build. */
  async tarball(): Promise<ClientTarball> {
    this.read ??= readTarball();
    try {
      return await this.read;
    } catch (error) {
      this.read = undefined;
      if (isError(error) && 'code' in error && error.code === 'ENOENT') throw new ApiError('NOT_FOUND');
      throw error;
    }
  }
}

async function readTarball(): Promise<ClientTarball> {
  const content = await readFile(findAbove(import.meta.dirname, 'dist/client.tgz'));
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 16);
  return { content, filename: `wa-operator-client-${VERSION}.tgz`, etag: `"${VERSION}-${hash}"` };
}
