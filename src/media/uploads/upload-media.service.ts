import { rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { ApiError } from '../../common/errors/api-error.js';
import { lockNames } from '../../database/advisory-locks.js';
import { transaction } from '../../database/transaction.js';
import { mediaRule } from '../../waba-gateway/protocol/limits.js';
import { cleanFilename } from '../domain/filename.js';
import { UPLOAD_QUOTA_BYTES, UPLOAD_QUOTA_FILES, UPLOAD_TTL_MS, UPLOADS_AT_ONCE } from '../domain/upload-limits.js';
import { sniffMediaType } from '../fetch/sniff.js';
import { MediaStore } from '../storage/media-store.js';
import { TemporaryFiles } from '../storage/temporary-files.js';
import { receiveUpload, type ReceivedFile, tooLarge } from './receive-upload.js';
import type { UploadedMediaDto } from './uploaded-media.dto.js';
import { NewUpload, UploadsRepository } from './uploads.repository.js';

/** Takes the files operators upload, to be sent later. */
@Injectable()
export class UploadMediaService {
  private readonly underWay = new Map<number, number>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly uploads: UploadsRepository,
    private readonly store: MediaStore,
    private readonly temporary: TemporaryFiles,
    private readonly clock: Clock,
  ) {}

  /** Throws 400, 413, 415 for what WhatsApp would not take, 429 where the user has too much waiting or under way. */
  async upload(userId: number, request: FastifyRequest): Promise<UploadedMediaDto> {
    const count = this.underWay.get(userId) ?? 0;
    if (count >= UPLOADS_AT_ONCE) throw new ApiError('TOO_MANY_REQUESTS');
    this.underWay.set(userId, count + 1);
    try {
      return await this.take(userId, request);
    } finally {
      const rest = (this.underWay.get(userId) ?? 1) - 1;
      if (rest === 0) this.underWay.delete(userId);
      else this.underWay.set(userId, rest);
    }
  }

  private async take(userId: number, request: FastifyRequest): Promise<UploadedMediaDto> {
    // Before a byte is read; and once more with the size, when it is known.
    await this.dataSource.transaction((manager) => this.assertRoom(manager, userId, 0));
    const path = await this.temporary.newPath();
    try {
      const received = await receiveUpload(request, path);
      const mimeType = await provenType(path, received);
      const { size, sha256 } = received;
      const storageKey = await this.store.put(path, { sha256 });
      const createdAt = this.clock.now();
      const expiresAt = new Date(createdAt.getTime() + UPLOAD_TTL_MS);
      const filename = cleanFilename(received.filename);
      const upload = { userId, mimeType, size, sha256, storageKey, filename, createdAt, expiresAt };
      const id = await this.insert(upload);
      return { id, mimeType, size, sha256, filename, expiresAt: expiresAt.toISOString() };
    } finally {
      await rm(path, { force: true });
    }
  }

  private insert(upload: NewUpload): Promise<number> {
    return transaction(this.dataSource, async (manager) => {
      await lockNames(manager, [`upload ${upload.userId}`]);
      await this.assertRoom(manager, upload.userId, upload.size);
      return this.uploads.insert(manager, upload);
    });
  }

  private async assertRoom(manager: EntityManager, userId: number, bytes: number): Promise<void> {
    const waiting = await this.uploads.waitingOf(manager, userId, this.clock.now());
    if (waiting.files >= UPLOAD_QUOTA_FILES || waiting.bytes + bytes > UPLOAD_QUOTA_BYTES) throw new ApiError('QUOTA');
  }
}

async function provenType(path: string, { size }: ReceivedFile): Promise<string> {
  const mimeType = await sniffMediaType(path);
  const rule = mimeType === null ? undefined : mediaRule(mimeType);
  if (mimeType === null || rule === undefined) {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', {
      detail: {
        en: 'WhatsApp takes no file of this kind, judged by its bytes and not by its name.',
        ru: 'WhatsApp не принимает такие файлы; вид определяется по содержимому, а не по имени.',
      },
    });
  }
  if (size > rule.maxBytes) throw tooLarge(rule.maxBytes);
  return mimeType;
}
