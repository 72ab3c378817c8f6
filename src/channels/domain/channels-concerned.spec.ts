import { describe, expect, it } from '@jest/globals';
import { channelsConcerned } from './channels-concerned.js';

const channels = (...numbers: (string | null)[]): { displayPhoneNumber: string | null }[] =>
  numbers.map((displayPhoneNumber) => ({ displayPhoneNumber }));

describe('channelsConcerned', () => {
  it.each([
    ['all of the account', channels('1', null), undefined, channels('1', null)],
    ['the one of that number', channels('1', '2', null), '2', channels('2')],
    ['the only one that is not known', channels('1', null), '2', channels(null)],
    ['none where two may be meant', channels(null, null), '2', []],
    ['none where it is another', channels('1'), '2', []],
  ])('are %s', (_, given, number, expected) => {
    expect(channelsConcerned(given, number)).toEqual(expected);
  });
});
