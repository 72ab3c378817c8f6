import { type EventType, PUBLIC_EVENT_TYPES, type PublicEventType } from '../../events/event-types.js';

/** The events an endpoint can have: a chat is never lost to an admin. */
export type DeliverableType = Exclude<PublicEventType, 'chat.access_lost'>;

export const DELIVERABLE_TYPES = PUBLIC_EVENT_TYPES.filter((type): type is DeliverableType => isDeliverable(type));

/** What an endpoint wants; an empty list is everything. */
export interface EventFilter {
  events: DeliverableType[];
  channelIds: number[];
}

function isDeliverable(type: string): type is DeliverableType {
  return type !== 'chat.access_lost' && PUBLIC_EVENT_TYPES.some((one) => one === type);
}

/** Whether an endpoint gets an event. Who asks for channels gets nothing that belongs to none. */
export function wants(
  { events, channelIds }: EventFilter,
  { type, channelId }: { type: EventType; channelId: number | null },
): boolean {
  return (
    isDeliverable(type) &&
    (events.length === 0 || events.includes(type)) &&
    (channelIds.length === 0 || (channelId !== null && channelIds.includes(channelId)))
  );
}
