/**
 * Who can work in a channel, as a SQL condition over a row of `users`: its members and every admin, unless disabled. Only to them a
 * chat of the channel is given, and who is no longer one of them loses theirs.
 *
 * @param user alias of the `users` row
 * @param channelId the channel's id: a column or a placeholder
 */
export function canWork(user: string, channelId: string): string {
  return `(${user}.disabled_at is null and (${user}.role = 'admin' or exists (
    select 1 from channel_members membership where membership.channel_id = ${channelId} and membership.user_id = ${user}.id
  )))`;
}
