import { Fate } from './personas.js';

/** A customer as the simulated WhatsApp knows them. */
export interface Customer {
  /** Digits; null for somebody whose phone no business may see. */
  waId: string | null;
  bsuid: string;
  name: string;
  username: string | undefined;
  fate: Fate;
  /** Whether their phone is reachable: switched by somebody, or as their fate has it. */
  line: 'online' | 'offline' | 'by-fate';
  /** Writes back by themselves. */
  answers: boolean;
  /** Sends refused in a row by the throttled one. */
  throttledTimes: number;
  answersGiven: number;
  /** phoneNumberId → when they last wrote to that business number, by the clock. */
  lastInboundAt: Map<string, number>;
  /** The business numbers (phoneNumberId) that have blocked them. */
  blockedBy: Set<string>;
}

/** What is sent to them now waits for their phone. */
export function isOffline({ line, fate }: Pick<Customer, 'line' | 'fate'>): boolean {
  return line === 'offline' || (line === 'by-fate' && fate === 'goes-offline');
}
