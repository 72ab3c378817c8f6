import { describe, expect, it } from '@jest/globals';
import { addressInWamid, makeWamid } from './wamid.js';

describe('addressInWamid', () => {
  it.each(['77011234567', 'KZ.1349120865530274205'])('finds %s again', (address) => {
    expect(addressInWamid(makeWamid(address, 'inbound'))).toBe(address);
  });

  it.each(['wamid.A', 'wamid.', '', 'wamid.HBg=', `wamid.${Buffer.from('something else').toString('base64')}`])(
    'finds nothing in %j',
    (wamid) => {
      expect(addressInWamid(wamid)).toBeUndefined();
    },
  );
});
