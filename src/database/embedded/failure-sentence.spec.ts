import { describe, expect, it } from '@jest/globals';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { asEmbeddedPostgresError, lastComplaint, sentenceFromOutput } from './failure-sentence.js';

const LOG = [
  '2026-11-22 15:00:00.000 UTC [42] LOG:  starting PostgreSQL 18.4',
  '2026-11-22 15:00:00.001 UTC [42] ERROR:  first',
  '2026-11-22 15:00:00.002 UTC [42] FATAL:  could not map anonymous memory.',
  '2026-11-22 15:00:00.003 UTC [42] LOG:  database system is shut down',
].join('\n');

describe('lastComplaint', () => {
  it('takes the last complaint without time and pid', () => {
    expect(lastComplaint(LOG)).toBe('could not map anonymous memory.');
  });

  it('is empty where nothing was said', () => {
    expect(lastComplaint('LOG:  all well')).toBe('');
  });
});

describe('sentenceFromOutput', () => {
  it.each([
    [
      'a full disk',
      'initdb: error: could not write file "x": No space left on device',
      /no free disk space .*\/data\./,
    ],
    [
      'too little shared memory',
      'FATAL:  could not resize shared memory segment "/PostgreSQL.1" to 1 bytes: No space left on device',
      /\/dev\/shm/,
    ],
    ['a folder it may not enter', 'postgres: could not access directory "/data": Permission denied', /may not enter/],
    ['a user without a name', 'initdb: error: could not look up effective user ID 4711: no such user', /etc\/passwd/],
    ['anything else it said', LOG, /^PostgreSQL did not start: could not map anonymous memory\.$/],
    ['silence', '', /^PostgreSQL did not start in \/data\.$/],
  ])('names %s', (_title, output, expected) => {
    expect(sentenceFromOutput(output, '/data')).toMatch(expected);
  });
});

describe('asEmbeddedPostgresError', () => {
  it('keeps what is a sentence already', () => {
    const error = new EmbeddedPostgresError('Busy.');
    expect(asEmbeddedPostgresError(error, '/data')).toBe(error);
  });

  it.each([
    ['ENOSPC', /no free disk space .*\/data\/x\./],
    ['EACCES', /may not use \/data\/x/],
    ['EROFS', /read-only/],
    ['ENOTDIR', /a file stands where a folder is needed/],
    ['EIO', /did not start: odd\./],
  ])('says what %s means', (code, expected) => {
    const error = Object.assign(new Error('odd'), { code, path: '/data/x' });
    expect(asEmbeddedPostgresError(error, '/data').message).toMatch(expected);
  });
});
