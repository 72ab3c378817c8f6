import { createHash, randomBytes, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { INBOUND_MEDIA_TTL_MS, MEDIA_URL_TTL_MS, UPLOADED_MEDIA_TTL_MS } from '../../waba-gateway/protocol/limits.js';
import { SimulatorSettings } from '../simulator-settings.js';

export interface StoredMedia {
  id: string;
  mimeType: string;
  bytes: Buffer;
  sha256: string;
  filename?: string | undefined;
  expiresAt: number;
}

const TTL_MS = { uploaded: UPLOADED_MEDIA_TTL_MS, inbound: INBOUND_MEDIA_TTL_MS };

/** Media by id, and the short-lived URLs their bytes are fetched from. All lifetimes go by the clock. */
@Injectable()
export class MediaStoreService {
  private readonly media = new Map<string, StoredMedia>();
  private readonly urls = new Map<string, { mediaId: string; expiresAt: number }>();

  constructor(
    private readonly settings: SimulatorSettings,
    private readonly clock: Clock,
  ) {}

  add(mimeType: string, bytes: Buffer, origin: keyof typeof TTL_MS, filename?: string): StoredMedia {
    const id = `${randomInt(1, 9)}${randomBytes(6).readUIntBE(0, 6).toString().padStart(15, '0')}`;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stored = { id, mimeType, bytes, sha256, filename, expiresAt: this.clock.millis() + TTL_MS[origin] };
    this.media.set(id, stored);
    return stored;
  }

  get(id: string): StoredMedia | undefined {
    const stored = this.media.get(id);
    return stored && stored.expiresAt > this.clock.millis() ? stored : undefined;
  }

  delete(id: string): void {
    this.media.delete(id);
  }

  /** A URL for the bytes, good for five minutes. */
  makeUrl(id: string): string {
    const hash = randomBytes(16).toString('base64url');
    const expiresAt = this.clock.millis() + MEDIA_URL_TTL_MS;
    this.urls.set(hash, { mediaId: id, expiresAt });
    return `${this.settings.baseUrl}/media-files/${id}?ext=${Math.floor(expiresAt / 1000)}&hash=${hash}`;
  }

  /** What a URL leads to, while the URL and the file both live. */
  open(id: string, hash: string): StoredMedia | undefined {
    const url = this.urls.get(hash);
    return url?.mediaId === id && url.expiresAt > this.clock.millis() ? this.get(id) : undefined;
  }

  reset(): void {
    this.media.clear();
    this.urls.clear();
  }
}
