/**
 * Where the chats a user may see lie, as a SQL query that gives `(channel_id, sees_all)`: of each channel they work in either every
 * chat, or their own and nobody's. Lists read just those ends of the indexes; `canSeeChat` still decides on each chat, so what this
 * query names too much costs time alone, and what it left out would be missing.
 *
 * @param userId placeholder of the user's id, such as `$1`
 */
export function chatScopes(userId: string): string {
  return `select channels.id as channel_id, viewer.role <> 'operator' or channels.access_policy = 'all_chats' as sees_all
    from users viewer join channels on viewer.role = 'admin' or channels.id in (
      select membership.channel_id from channel_members membership where membership.user_id = viewer.id
    )
    where viewer.id = ${userId} and viewer.disabled_at is null`;
}
