import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { createApp } from '../app.js';
import { PasswordHasher } from '../auth/passwords/password-hasher.js';
import { SyncTemplates } from '../templates/sync-templates.service.js';
import { TokenCipher } from '../channels/token-cipher.js';
import { Clock, ShiftedClock } from '../common/clock.js';
import { findAbove } from '../common/find-above.js';
import { Logger } from '../common/logger.js';
import type { AppConfig } from '../config/app-config.js';
import type { MediaFetcherOptions } from '../media/fetch/media-fetcher.js';
import { MediaService } from '../media/media.service.js';
import { RunningSimulator } from '../simulator/simulator-options.js';
import { startSimulator } from '../simulator/simulator.js';
import { WEBHOOK_PATH } from '../webhook/domain/webhook-path.js';
import { bannerLines } from './banner.js';
import { repairChannelTokens } from './channel-tokens.js';
import { playOpeningMessages } from './opening-messages.js';
import { operatorToken } from './operator-token.js';
import { resumeClock } from './resume-clock.js';
import { ConfigParts, sandboxConfig } from './sandbox-config.js';
import { prepareDatabase } from './sandbox-database.js';
import { SandboxSettings } from './sandbox-settings.js';
import { DEMO_NUMBERS, DEMO_PASSWORD, DEMO_USERS } from './seed/demo-people.js';
import { seedOnce } from './seed/seed.js';
import { StartedParts } from './started-parts.js';
import { TrafficPrinter } from './traffic-printer.js';

export interface SandboxOutlets {
  print: (line: string) => void;
  parts: StartedParts;
}

interface Ground {
  settings: SandboxSettings;
  config: AppConfig;
  graphToken: string;
}

/** From a database that runs to the banner, and the traffic after it. */
export async function serveSandbox(given: ConfigParts, { print, parts }: SandboxOutlets): Promise<void> {
  const { settings, secrets } = given;
  const config = sandboxConfig(given);
  const ground = { settings, config, graphToken: secrets.GRAPH_TOKEN };
  await parts.finish(() => prepareDatabase(config, settings.fresh));
  const clock = new ShiftedClock();
  const traffic = new TrafficPrinter(print);
  const app = await beginApp(parts, ground, clock);
  // Before the simulator, whose customers last wrote an hour before it began.
  const aheadMs = await resumeClock(app.get(DataSource), clock);
  const simulator = await beginSimulator(parts, ground, { clock, traffic });
  await parts.finish(() => fillDatabase(app, ground, { now: clock.now(), hasFiles: simulator !== undefined }));
  if (simulator !== undefined) await readTemplates(app);
  await app.listen(config.port, config.host);
  if (simulator !== undefined) await playOpeningMessages(app.get(DataSource), simulator.url, clock.now());
  const token = await operatorToken(app);
  const lines = bannerLines({ config, simulatorUrl: simulator?.url, folder: settings.folder, aheadMs, token });
  for (const line of lines) print(line);
  traffic.show();
}

async function fillDatabase(
  app: NestFastifyApplication,
  { config, graphToken }: Ground,
  { now, hasFiles }: { now: Date; hasFiles: boolean },
): Promise<void> {
  const dataSource = app.get(DataSource);
  const hasher = app.get(PasswordHasher, { strict: false });
  const cipher = new TokenCipher(config.encryptionKeys);
  const media = hasFiles ? app.get(MediaService, { strict: false }) : undefined;
  await seedOnce({ dataSource, hasher, cipher, media, graphToken, now });
  await repairChannelTokens(dataSource, cipher, graphToken);
}

/** What may be sent outside the window is there from the first minute on. */
async function readTemplates(app: NestFastifyApplication): Promise<void> {
  const sync = app.get(SyncTemplates, { strict: false });
  for (const wabaId of new Set(DEMO_NUMBERS.map((number) => number.wabaId))) await sync.syncSoon(wabaId);
}

/** Begun before the simulator, so that it ends after it: sends under way are cut off there instead of being waited for here. */
async function beginApp(parts: StartedParts, ground: Ground, clock: Clock): Promise<NestFastifyApplication> {
  const { settings, config } = ground;
  const app: NestFastifyApplication = await parts.begin(
    () =>
      createApp({
        config,
        clock,
        logger: new Logger(config.logLevel),
        mediaFetching: mediaFetching(settings),
        docsToken: async () => (await operatorToken(app)) ?? '',
      }),
    (started) => started.close(),
  );
  return app;
}

/** Where the contract's examples have their files: here alone example.com is this machine. */
function mediaFetching({ simulatorPort }: SandboxSettings): MediaFetcherOptions {
  if (simulatorPort === undefined) return {};
  return { overrides: new Map([['example.com', { address: '127.0.0.1', port: simulatorPort, protocol: 'http' }]]) };
}

async function beginSimulator(
  parts: StartedParts,
  { settings, config, graphToken }: Ground,
  { clock, traffic }: { clock: Clock; traffic: TrafficPrinter },
): Promise<RunningSimulator | undefined> {
  const { port, simulatorPort } = settings;
  if (simulatorPort === undefined) return undefined;
  const options = {
    host: '127.0.0.1',
    port: simulatorPort,
    webhookUrl: `http://127.0.0.1:${port}${WEBHOOK_PATH}`,
    appSecret: config.metaAppSecrets[0] ?? '',
    accessTokens: [graphToken],
    phoneNumbers: DEMO_NUMBERS,
    clock,
    onTraffic: (line: string) => traffic.tell(line),
    panes: {
      apiUrl: config.publicUrl,
      clientFolder: findAbove(import.meta.dirname, 'dist/client'),
      logins: DEMO_USERS.map(({ name, email }) => ({ name, email, password: DEMO_PASSWORD })),
    },
  };
  return parts.begin(
    () => startSimulator(options),
    (started) => started.close(),
  );
}
