import { describe, expect, it } from '@jest/globals';
import { MAX_NAMELESS, MAX_NAMELESS_OF_ADDRESS, Nameless } from './nameless.js';

describe('nameless connections', () => {
  it('of one address are so many, and leave room for others', () => {
    const nameless = new Nameless<number>();
    for (let count = 0; count < MAX_NAMELESS_OF_ADDRESS; count += 1) {
      expect(nameless.hasRoomFor('10.0.0.1')).toBe(true);
      nameless.add(count, '10.0.0.1');
    }
    expect([nameless.hasRoomFor('10.0.0.1'), nameless.hasRoomFor('10.0.0.2')]).toEqual([false, true]);
    nameless.remove(7);
    nameless.remove(7);
    expect(nameless.hasRoomFor('10.0.0.1')).toBe(true);
  });

  it('of all addresses are so many', () => {
    const nameless = new Nameless<number>();
    for (let count = 0; count < MAX_NAMELESS; count += 1) nameless.add(count, `10.0.0.${count}`);
    expect(nameless.hasRoomFor('10.0.9.9')).toBe(false);
    nameless.remove(0);
    expect(nameless.hasRoomFor('10.0.9.9')).toBe(true);
  });
});
