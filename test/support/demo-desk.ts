import { randomBytes } from 'node:crypto';
import { PasswordHasher } from '../../src/auth/passwords/password-hasher.js';
import { TokenCipher } from '../../src/channels/token-cipher.js';
import { FakeClock } from '../../src/common/clock.js';
import { markMode } from '../../src/database/installation.js';
import { MediaService } from '../../src/media/media.service.js';
import { playOpeningMessages } from '../../src/sandbox/opening-messages.js';
import { DEMO_NUMBERS } from '../../src/sandbox/seed/demo-people.js';
import { seedOnce } from '../../src/sandbox/seed/seed.js';
import type { RunningSimulator } from '../../src/simulator/simulator-options.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { startTestApp, type TestApp, TEST_NOW } from './test-app.js';

const GRAPH_TOKEN = 'EAAGdemotoken0123456789';

/** What `npm start` shows a newcomer, on ports of its own and with a clock that stands still: receipts come when it is moved. */
export interface DemoDesk {
  app: TestApp;
  simulator: RunningSimulator;
  close(): Promise<void>;
}

export async function startDemoDesk(): Promise<DemoDesk> {
  const appSecret = randomBytes(16).toString('hex');
  const clock = new FakeClock(new Date(TEST_NOW));
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    webhookUrl: undefined,
    appSecret,
    accessTokens: [GRAPH_TOKEN],
    phoneNumbers: DEMO_NUMBERS,
    clock,
    retryDelaysMs: [10, 50, 100],
  });
  try {
    const app = await startDemoApp(simulator, appSecret, clock);
    return {
      app,
      simulator,
      close: async () => {
        await simulator.close();
        await app.close();
      },
    };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

async function startDemoApp(simulator: RunningSimulator, appSecret: string, clock: FakeClock): Promise<TestApp> {
  const files = { address: '127.0.0.1', port: simulator.port, protocol: 'http' as const };
  const app = await startTestApp({
    clock,
    mediaFetching: { overrides: new Map([['example.com', files]]) },
    environment: { META_APP_SECRET: appSecret, GRAPH_API_URL: simulator.url },
  });
  simulator.setWebhook(`${app.url}/api/waba/webhook`);
  await markMode(app.config.databaseUrl, 'sandbox');
  await seedOnce({
    dataSource: app.dataSource,
    hasher: app.app.get(PasswordHasher, { strict: false }),
    cipher: new TokenCipher(app.config.encryptionKeys),
    media: app.app.get(MediaService, { strict: false }),
    graphToken: GRAPH_TOKEN,
    now: clock.now(),
  });
  await playOpeningMessages(app.dataSource, simulator.url, clock.now());
  return app;
}
