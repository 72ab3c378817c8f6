import { describe, expect, it } from '@jest/globals';
import { Logger } from './logger.js';

/** What a logger writes, entry by entry. */
function recordingLogger(level = 'debug'): {
  logger: Logger;
  entries: () => Record<string, unknown>[];
  text: () => string;
} {
  const lines: string[] = [];
  const logger = new Logger(level, { write: (line: string) => void lines.push(line) });
  return {
    logger,
    text: () => lines.join(''),
    entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('Logger', () => {
  it('writes one JSON line with time, level, sentence and fields', () => {
    const { logger, entries } = recordingLogger();
    logger.info('listening', { port: 3000 });
    expect(entries()).toEqual([
      { level: 30, time: expect.stringMatching(/^\d{4}-.*Z$/), msg: 'listening', port: 3000 },
    ]);
  });

  it('hides secrets and customers’ words in fields at any depth and in any spelling', () => {
    const { logger, text } = recordingLogger();
    logger.info('x', {
      password: 's3cret-1',
      user: { passwordHash: 's3cret-2', deep: { er: { access_token: 's3cret-3' } } },
      headers: { Authorization: 's3cret-4', 'set-cookie': ['s3cret-5'], 'X-Hub-Signature-256': 's3cret-6' },
      list: [{ wabaAccessToken: 's3cret-7' }],
      message: { text: 's3cret-8', caption: 's3cret-9' },
      url: 'postgres://wa:s3cret-10@db/wa',
    });
    expect(text()).not.toContain('s3cret');
    expect(text()).toContain('postgres://***@db/wa');
  });

  it('hides them in what was thrown, with its cause, and leaves out what a driver adds', () => {
    const { logger, entries, text } = recordingLogger();
    const cause = new Error('connect postgres://wa:s3cret@db failed');
    const thrown = Object.assign(new Error('insert failed: token=s3cret', { cause }), {
      code: '23505',
      detail: 'Key (email)=(s3cret@shop.kz) exists',
      parameters: ['s3cret'],
    });
    logger.failure('request failed', thrown, { requestId: 'r1' });
    expect(text()).not.toContain('s3cret');
    expect(entries()[0]).toMatchObject({
      msg: 'request failed',
      requestId: 'r1',
      failure: {
        name: 'Error',
        code: '23505',
        message: 'insert failed: token=***',
        cause: expect.stringContaining('***@db'),
      },
    });
  });

  it('takes whatever is thrown, Nest’s own words and a silent level', () => {
    const { logger, entries, text } = recordingLogger();
    logger.failure('x', 'just a text');
    logger.error('Error: Bearer s3cret', 'at postgres://a:s3cret@b');
    logger.log('Mapped {/api, GET}');
    logger.warn('careful');
    expect(entries().map(({ level }) => level)).toEqual([50, 50, 20, 40]);
    expect(text()).not.toContain('s3cret');
    const silent = recordingLogger('silent');
    silent.logger.failure('x', new Error('y'));
    expect(silent.text()).toBe('');
  });

  it('keeps a line break in its place: an entry stays one line', () => {
    const { logger, text } = recordingLogger();
    logger.info('x', { name: 'a\n{"level":30,"msg":"forged"}' });
    expect(text().trimEnd().split('\n')).toHaveLength(1);
  });
});
