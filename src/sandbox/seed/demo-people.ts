import type { AccessPolicy } from '../../channels/domain/channel.js';
import type { Role } from '../../auth/domain/role.js';
import type { SimulatedNumber } from '../../simulator/simulator-options.js';

/** Of every demo user; printed at each start, and never good for anything but a sandbox. */
export const DEMO_PASSWORD = 'sandbox-demo';

export interface DemoUser {
  id: number;
  email: string;
  name: string;
  role: Role;
}

/** 5: the sender in the operator contract's own example. */
export const OPERATOR_ID = 5;

export const DEMO_USERS: readonly DemoUser[] = [
  { id: 1, email: 'admin@example.com', name: 'Админ', role: 'admin' },
  { id: 2, email: 'supervisor@example.com', name: 'Сауле', role: 'supervisor' },
  { id: OPERATOR_ID, email: 'operator@example.com', name: 'Анна', role: 'operator' },
  { id: 6, email: 'operator2@example.com', name: 'Тимур', role: 'operator' },
];

export interface DemoChannel {
  id: number;
  number: SimulatedNumber;
  accessPolicy: AccessPolicy;
  memberIds: readonly number[];
}

/** The second one is there to be invisible: the operator of the examples is no member. */
export const DEMO_CHANNELS: readonly DemoChannel[] = [
  {
    id: 1,
    number: {
      phoneNumberId: '106540352242922',
      wabaId: '102290129340398',
      displayPhoneNumber: '77270000000',
      verifiedName: 'Demo shop',
    },
    accessPolicy: 'own_and_unassigned',
    memberIds: [2, OPERATOR_ID, 6],
  },
  {
    id: 2,
    number: {
      phoneNumberId: '106540352242933',
      wabaId: '102290129340398',
      displayPhoneNumber: '77270000001',
      verifiedName: 'Second shop',
    },
    accessPolicy: 'all_chats',
    memberIds: [2, 6],
  },
];

export const DEMO_NUMBERS: readonly SimulatedNumber[] = DEMO_CHANNELS.map(({ number }) => number);

/** The chat of every example in the operator contract. */
export const EXAMPLE_CHAT_ID = 123;
