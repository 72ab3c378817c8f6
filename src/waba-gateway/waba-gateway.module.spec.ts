import { describe, it, expect } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { GraphClientService } from './graph-client.service.js';
import { buildSendBody } from './protocol/send-body.js';
import { WabaGatewayModule } from './waba-gateway.module.js';

describe('WabaGatewayModule', () => {
  it('gives the client and closes it with the application', async () => {
    const gateway = WabaGatewayModule.forRoot({ baseUrl: 'http://127.0.0.1:1', version: 'v25.0' });
    const module = await Test.createTestingModule({ imports: [gateway] }).compile();
    const client = module.get(GraphClientService);
    await module.close();
    const body = buildSendBody({
      type: 'text',
      to: { waId: '7' },
      attemptId: 'a',
      content: 'a',
      details: {},
      caption: null,
      filename: null,
      mediaId: null,
    });
    const outcome = await client.sendMessage({ phoneNumberId: '1', accessToken: 't' }, body);
    expect(outcome).toEqual({ kind: 'unsent', reason: expect.stringMatching(/^UND_ERR_(CLOSED|DESTROYED)$/) });
  });
});
