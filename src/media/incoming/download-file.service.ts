import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ChannelsService } from '../../channels/channels.service.js';
import { GraphMediaService } from '../../waba-gateway/graph-media.service.js';
import type { GraphChannel } from '../../waba-gateway/graph.types.js';
import { MAX_BYTES_BY_KIND } from '../../waba-gateway/protocol/limits.js';
import type { MediaFailure } from '../domain/media-state.js';
import { bodyToFile } from '../fetch/body-to-file.js';
import { unreachable } from '../fetch/fetch-refusal.js';
import { startHostDeadline } from '../fetch/host-deadline.js';
import { receiveBody } from '../fetch/receive-body.js';
import { sniffMediaType } from '../fetch/sniff.js';
import { WaitingBytes } from '../fetch/waiting-bytes.js';
import { MediaStore } from '../storage/media-store.js';
import { TemporaryFiles } from '../storage/temporary-files.js';
import type { ArrivedFile, ClaimedDownload } from './media-downloads.repository.js';

export type DownloadResult = { file: ArrivedFile } | { reason: MediaFailure };

/** Served as a download and never as a page: what we cannot name is bytes. */
const UNKNOWN_TYPE = 'application/octet-stream';
/** Enough for 100 MiB at 1 MiB/s. */
const DOWNLOAD_TIMEOUT_MS = 120_000;
/** "Unsupported get request": Graph has no such id, or not for this number. */
const UNKNOWN_OBJECT = 100;

/** One try to bring a customer's file from Meta into the store. */
@Injectable()
export class DownloadFileService {
  constructor(
    private readonly channels: ChannelsService,
    private readonly graph: GraphMediaService,
    private readonly store: MediaStore,
    private readonly temporary: TemporaryFiles,
    private readonly waiting: WaitingBytes,
  ) {}

  /** Throws only what the disk, the store and the database throw, and 503 `OVERLOADED` where too much waits for a slow disk. */
  async run(download: ClaimedDownload): Promise<DownloadResult> {
    const { phoneNumberId, accessToken } = await this.channels.credentialsOf(download.channelId);
    if (accessToken === null) return { reason: 'UNREACHABLE' };
    const channel = { phoneNumberId, accessToken };
    // The webhook's own URL is not used: it has mostly died, and anybody could have written it.
    const found = await this.graph.find(channel, download.sourceId);
    if (found.kind === 'refused' && found.error.code === UNKNOWN_OBJECT) return { reason: 'NOT_AT_META' };
    if (found.kind !== 'found') return { reason: 'UNREACHABLE' };
    const maxBytes = MAX_BYTES_BY_KIND[download.kind];
    if (found.size !== null && found.size > maxBytes) return { reason: 'TOO_LARGE' };
    const hashes = [download.sourceSha256, found.sha256].filter((hash) => hash !== null);
    return this.fetch(channel, found.url, { maxBytes, hashes });
  }

  private async fetch(
    channel: GraphChannel,
    url: string,
    { maxBytes, hashes }: { maxBytes: number; hashes: readonly string[] },
  ): Promise<DownloadResult> {
    const path = await this.temporary.newPath();
    try {
      const opened = await this.graph.open(channel, url, maxBytes);
      if (opened.kind === 'foreign') return { reason: 'FOREIGN_HOST' };
      if (opened.kind === 'failed') return { reason: 'UNREACHABLE' };
      const saved = await saveInTime(opened.body, path, maxBytes, this.waiting);
      if ('code' in saved) return { reason: saved.code === 'MEDIA_TOO_LARGE' ? 'TOO_LARGE' : 'UNREACHABLE' };
      if (saved.size === 0) return { reason: 'EMPTY' };
      if (hashes.some((hash) => hash !== saved.sha256)) return { reason: 'HASH_MISMATCH' };
      const mimeType = (await sniffMediaType(path)) ?? UNKNOWN_TYPE;
      return { file: { ...saved, mimeType, storageKey: await this.store.put(path, saved) } };
    } finally {
      await rm(path, { force: true });
    }
  }
}

async function saveInTime(
  body: Readable,
  path: string,
  maxBytes: number,
  waiting: WaitingBytes,
): ReturnType<typeof bodyToFile> {
  const stopClock = startHostDeadline(DOWNLOAD_TIMEOUT_MS, () => body.destroy(new Error('No whole file in time')));
  const received = receiveBody(body, maxBytes, stopClock, waiting);
  try {
    const saved = await bodyToFile(received.chunks, path, maxBytes, (promise) => promise.catch(unreachable));
    return received.refusal() ?? saved;
  } finally {
    stopClock();
    body.destroy();
    received.chunks.destroy();
  }
}
