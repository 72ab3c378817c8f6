import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../config/environment.js';
import { sandboxConfig } from './sandbox-config.js';
import { readSandboxSettings } from './sandbox-settings.js';

const OWN_URL = 'postgresql://wa_operator:x@127.0.0.1:5/wa_operator';
const SECRETS = {
  JWT_SECRET: randomBytes(48).toString('base64url'),
  ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
  META_APP_SECRET: randomBytes(16).toString('hex'),
  META_VERIFY_TOKEN: randomBytes(24).toString('hex'),
  GRAPH_TOKEN: 'token',
};

function configOf(environment: Environment): ReturnType<typeof sandboxConfig> {
  const settings = readSandboxSettings([], environment);
  const embeddedUrl = settings.databaseUrl === undefined ? OWN_URL : undefined;
  return sandboxConfig({ settings, environment, secrets: SECRETS, embeddedUrl });
}

describe('sandboxConfig', () => {
  it('is complete without any variable', () => {
    expect(configOf({ SANDBOX_DIR: '/demo' })).toMatchObject({
      mode: 'sandbox',
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      corsOrigins: 'loopback',
      databaseUrl: OWN_URL,
      databaseAdminUrl: OWN_URL,
      jwtSecret: SECRETS.JWT_SECRET,
      metaAppSecrets: [SECRETS.META_APP_SECRET],
      accessTokenTtlSeconds: 43_200,
      graphApiUrl: 'http://127.0.0.1:4010',
      logLevel: 'warn',
      mediaDir: '/demo/media',
    });
  });

  it('stays on loopback, away from a proxy and from a database meant for something else', () => {
    const config = configOf({
      HOST: '0.0.0.0',
      HTTPS_PROXY: 'http://proxy:3128',
      DATABASE_ADMIN_URL: 'postgres://root@db/live',
      MEDIA_DIR: '/live/media',
    });
    expect(config).toMatchObject({ host: '127.0.0.1', httpsProxy: undefined, databaseAdminUrl: OWN_URL });
    expect(config.mediaDir).not.toBe('/live/media');
  });

  it('takes secrets that are given before its own', () => {
    const given = randomBytes(16).toString('hex');
    expect(configOf({ META_APP_SECRET: given, JWT_SECRET: ' ' })).toMatchObject({
      metaAppSecrets: [given],
      jwtSecret: SECRETS.JWT_SECRET,
    });
  });

  it('goes out to the Graph API that is named', () => {
    const environment = { GRAPH_API_URL: 'https://graph.facebook.com', HTTPS_PROXY: 'http://proxy:3128' };
    expect(configOf(environment)).toMatchObject({
      graphApiUrl: 'https://graph.facebook.com',
      httpsProxy: 'http://proxy:3128',
    });
  });
});
