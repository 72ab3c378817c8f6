import { describe, expect, it } from '@jest/globals';
import { canSeeChat } from './chat-access.js';

// What it lets through is asked of PostgreSQL in test/medium/sql-rules.spec.ts.
describe('canSeeChat', () => {
  it('asks about the row and the user it is told, and nothing else', () => {
    const sql = canSeeChat('c', '$7');
    expect(sql.match(/\$\d+/g)).toEqual(['$7']);
    expect(new Set(sql.match(/\b\w+(?=\.(?:channel_id|assignee_id|id|role)\b)/g))).toEqual(
      new Set(['viewer', 'channels', 'membership', 'c']),
    );
  });

  it('can stand beside other conditions', () => {
    expect(canSeeChat('chat', '$1')).toMatch(/^exists \([^]*\)$/);
  });
});
