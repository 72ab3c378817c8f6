import { describe, expect, it } from '@jest/globals';
import { PooledClient } from './pooled-client.js';

describe('a connection of the pool', () => {
  it('that breaks before anybody listens breaks nothing else', () => {
    const client = new PooledClient();
    expect(() => client.emit('error', new Error('terminating connection due to administrator command'))).not.toThrow();
  });
});
