import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { SecretCipher } from '../../common/secret-cipher.js';
import { newSecret, rotated } from '../domain/signature.js';
import { Doer, EndpointDeeds } from './endpoint-deeds.service.js';
import { EndpointsRepository, ShownEndpoint } from './endpoints.repository.js';
import { secretPlace } from './secret-place.js';

@Injectable()
export class RotateSecret {
  constructor(
    private readonly deeds: EndpointDeeds,
    private readonly endpoints: EndpointsRepository,
    private readonly cipher: SecretCipher,
    private readonly clock: Clock,
  ) {}

  /** The old secret signs beside the new one for 24 h more. Throws 404 `WEBHOOK_ENDPOINT_NOT_FOUND`. */
  rotate(doer: Doer, id: number): Promise<ShownEndpoint & { secret: string }> {
    const secret = newSecret();
    return this.deeds.run(doer, id, async (manager, { secrets }) => {
      const now = this.clock.now();
      const sealed = this.cipher.encrypt(secretPlace(id), secret);
      await this.endpoints.update(manager, id, { secrets: rotated(secrets, sealed, now), updatedAt: now });
      const row = await this.endpoints.find(id, manager);
      if (row === undefined) throw new Error('an endpoint that is locked is missing');
      return { result: { ...row, secret }, action: 'secret_rotated' };
    });
  }
}
