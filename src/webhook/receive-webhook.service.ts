import { Injectable } from '@nestjs/common';
import { ApiError } from '../common/errors/api-error.js';
import { failpoint } from '../common/failpoint.js';
import { AppConfig } from '../config/app-config.js';
import { isSignatureValid } from '../waba-gateway/protocol/signature.js';
import { InboxWorker } from './inbox-worker.service.js';
import { InboxWriter } from './inbox-writer.service.js';

@Injectable()
export class ReceiveWebhookService {
  constructor(
    private readonly config: AppConfig,
    private readonly writer: InboxWriter,
    private readonly worker: InboxWorker,
  ) {}

  /** Returns once the body is durable; whatever it says is applied later. 401 for what Meta did not sign. */
  async receive(raw: unknown, signature: string | undefined): Promise<void> {
    const body = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
    if (!isSignatureValid(signature, body, this.config.metaAppSecrets)) throw new ApiError('SIGNATURE_INVALID');
    failpoint('w1');
    await this.writer.write(body);
    failpoint('w3');
    this.worker.wake();
  }
}
