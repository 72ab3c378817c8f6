import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OperatorEvent } from './event-types.js';
import { Handover } from './handover.js';
import { currentPlatform } from './platform.js';

const event = (id: string): OperatorEvent => ({ id, type: 'chat.access_lost' }) as OperatorEvent;

describe('Handover', () => {
  let got: string[];
  let handover: Handover;

  beforeEach(() => {
    got = [];
    handover = new Handover({ onEvent: ({ id }) => got.push(id) }, currentPlatform(), 'p0');
  });

  it('hands each event over once, and follows positions', () => {
    expect([handover.event(event('e1')), handover.event(event('e1'))]).toEqual([true, false]);
    expect([handover.moved('p4'), handover.lastId, got]).toEqual([true, 'p4', ['e1']]);
  });

  it('never follows a position back to where it was', () => {
    for (const id of ['e1', 'e2']) handover.event(event(id));
    expect([handover.moved('e1'), handover.moved('p0'), handover.lastId]).toEqual([false, false, 'e2']);
  });

  it('follows a reset anywhere', () => {
    handover.event(event('e1'));
    handover.reset({ reason: 'unknown', refetch: [] }, 'p0');
    expect([handover.lastId, handover.isAt('p0'), handover.isAt('e1')]).toEqual(['p0', true, false]);
  });

  it('knows what lies behind, and is where nothing came after', () => {
    handover.moved('p1');
    expect(['p0', 'p1'].map((id) => handover.isAt(id))).toEqual([true, true]);
    handover.event(event('e2'));
    handover.moved('p3');
    expect(['p0', 'p1', 'e2', 'p3'].map((id) => handover.isAt(id))).toEqual([false, false, true, true]);
    expect(['p0', 'p1', 'e2', 'p3', 'p4'].map((id) => handover.knows(id))).toEqual([true, true, true, true, false]);
  });

  it('goes on from a reset through what it had before', () => {
    for (const id of ['e1', 'e2']) handover.event(event(id));
    handover.reset({ reason: 'unknown', refetch: [] }, 'p0');
    handover.goOn('e2');
    handover.goOn('p2');
    handover.goOn('e2');
    expect([handover.lastId, handover.isAt('e2')]).toEqual(['p2', true]);
  });

  it('does not go past what came after its end', () => {
    handover.event(event('e1'));
    handover.tell('closed', {});
    expect([handover.event(event('e2')), handover.moved('p2'), handover.lastId]).toEqual([false, false, 'e1']);
  });
});
