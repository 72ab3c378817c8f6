/** Bodies of the routes of notes, as Swagger shows them. */
export const NOTE_EXAMPLES = {
  note: { summary: 'For colleagues', value: { text: 'Просила звонить после 18:00.' } },
};
