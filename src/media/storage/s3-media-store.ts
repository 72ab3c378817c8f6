import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { MediaStore, type StoredFile, type StoredRange } from './media-store.js';

export interface S3Options {
  bucket: string;
  region: string;
  /** Of a server that is not Amazon's. */
  endpoint: string | undefined;
  /** Undefined: what the machine's role gives. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** `https://host/bucket/key` in place of `https://bucket.host/key`. */
  forcePathStyle: boolean;
}

/** `media/ab/abcd…`: nothing else is asked for, so no key reaches what else lies in the bucket. */
const KEY = /^media\/([0-9a-f]{2})\/\1[0-9a-f]{62}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const PART_BYTES = 8 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;
/** Between two answers. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Media files in a bucket of S3 or of a server that speaks as it does. */
export class S3MediaStore extends MediaStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ bucket, region, endpoint, credentials, forcePathStyle }: S3Options) {
    super();
    this.bucket = bucket;
    const config: S3ClientConfig = {
      region,
      forcePathStyle,
      requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
      // Servers other than Amazon's do not all know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    };
    this.client = new S3Client(config);
  }

  async put(tempPath: string, { sha256 }: { sha256: string }): Promise<string> {
    if (!SHA256.test(sha256)) throw new Error('a media file needs a SHA-256 in lower-case hex');
    const key = `media/${sha256.slice(0, 2)}/${sha256}`;
    const body = createReadStream(tempPath);
    try {
      // In parts, so that neither the file nor a repetition of it is held in memory; what breaks off leaves no object.
      const upload = new Upload({
        client: this.client,
        params: { Bucket: this.bucket, Key: key, Body: body, ContentType: 'application/octet-stream' },
        partSize: PART_BYTES,
        queueSize: 2,
      });
      await upload.done();
    } finally {
      body.destroy();
    }
    await rm(tempPath, { force: true });
    return key;
  }

  async open(key: string, range?: StoredRange): Promise<StoredFile | null> {
    const bytes = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
    const found = await this.client.send(new GetObjectCommand({ ...this.place(key), ...bytes })).catch(nullIfMissing);
    if (found === null) return null;
    if (!(found.Body instanceof Readable)) throw new Error('the store answered without a body');
    const whole = /\/(\d+)$/.exec(found.ContentRange ?? '')?.[1];
    return { stream: found.Body, size: Number(whole ?? found.ContentLength ?? 0) };
  }

  async remove(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.place(key)));
  }

  async removeIdle(key: string, idleMs: number): Promise<boolean> {
    const found = await this.client.send(new HeadObjectCommand(this.place(key))).catch(nullIfMissing);
    if (found === null) return true;
    const now = performance.timeOrigin + performance.now();
    if (found.LastModified === undefined || now - found.LastModified.getTime() < idleMs) return false;
    await this.remove(key);
    return true;
  }

  async check(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }));
  }

  async marker(): Promise<null> {
    return null;
  }

  private place(key: string): { Bucket: string; Key: string } {
    if (!KEY.test(key)) throw new Error('not a media storage key');
    return { Bucket: this.bucket, Key: key };
  }
}

function nullIfMissing(error: unknown): null {
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
  if (name === 'NoSuchKey' || name === 'NotFound') return null;
  throw error;
}
