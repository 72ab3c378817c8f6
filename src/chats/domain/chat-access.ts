/**
 * The one rule of who sees a chat, as a SQL condition over a row of `chats`: admins all, supervisors the whole of their channels,
 * operators what their channel's policy gives them. Every read, write, file and event goes through it; what it hides answers 404.
 *
 * @param chat alias of the `chats` row
 * @param userId placeholder of the user's id, such as `$1`
 */
export function canSeeChat(chat: string, userId: string): string {
  return `exists (
    select 1 from users viewer
    where viewer.id = ${userId} and viewer.disabled_at is null and (
      viewer.role = 'admin' or exists (
        select 1 from channel_members membership
        join channels on channels.id = membership.channel_id
        where membership.channel_id = ${chat}.channel_id and membership.user_id = viewer.id and (
          viewer.role = 'supervisor' or channels.access_policy = 'all_chats'
          or ${chat}.assignee_id is null or ${chat}.assignee_id = viewer.id
        )
      )
    )
  )`;
}
