/**
 * Over a row of messages: it is a line of its chat. A reaction we send is queued, posted and told of like a message, but it shows on the
 * message it stands on.
 */
export function isLine(alias: string): string {
  return `not (${alias}.direction = 'out' and ${alias}.type = 'reaction')`;
}

export const REACTION_TYPE = 'reaction';
