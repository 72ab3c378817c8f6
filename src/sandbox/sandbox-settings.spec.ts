import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSandboxSettings } from './sandbox-settings.js';

const DEFAULTS = {
  fresh: false,
  folder: resolve('.sandbox'),
  port: 3000,
  simulatorPort: 4010,
  databaseUrl: undefined,
};

describe('readSandboxSettings', () => {
  it('needs nothing to be set', () => {
    expect(readSandboxSettings([], {})).toEqual(DEFAULTS);
  });

  it.each([
    [[], { PORT: '3001', SIMULATOR_PORT: '4011' }, { port: 3001, simulatorPort: 4011 }],
    [[], { PORT: '0', SIMULATOR_PORT: '0' }, { port: 0, simulatorPort: 0 }],
    [[], { SANDBOX_DIR: '/var/demo' }, { folder: '/var/demo' }],
    [[], { GRAPH_API_URL: 'https://graph.facebook.com' }, { simulatorPort: undefined }],
    [[], { GRAPH_API_URL: 'https://graph.facebook.com', PORT: '4010' }, { port: 4010, simulatorPort: undefined }],
    [[], { DATABASE_URL: 'postgres://wa@db/wa' }, { databaseUrl: 'postgres://wa@db/wa' }],
    [['--fresh'], {}, { fresh: true }],
  ])('reads %j with %j', (args, environment, expected) => {
    expect(readSandboxSettings(args, environment)).toEqual({ ...DEFAULTS, ...expected });
  });

  it.each([
    [['--frech'], {}, 'Unknown argument "--frech": the only one is --fresh (npm start -- --fresh).'],
    [['--fresh', 'now'], {}, 'Unknown argument "now"'],
    [[], { PORT: 'three' }, 'PORT must be a whole number'],
    [[], { PORT: '4010' }, 'SIMULATOR_PORT must differ from PORT'],
  ])('refuses %j with %j', (args, environment, sentence) => {
    expect(() => readSandboxSettings(args, environment)).toThrow(sentence);
  });
});
