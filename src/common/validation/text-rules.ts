/** C0 controls except tab, line feed and carriage return; PostgreSQL refuses NUL and terminals obey the rest. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** White space, format characters and fillers: a text of nothing else shows as an empty bubble. */
const VISIBLE = /[^\s\p{Cf}\p{Cc}\u115f\u1160\u3164\uffa0\u2800]/u;

export function hasControlCharacters(text: string): boolean {
  return CONTROL.test(text);
}

/** True when nothing of the text can be seen. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}

/** Length as WhatsApp's users count it here: Unicode code points. (Meta does not say which unit it counts.) */
export function codePointLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; length += 1) index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return length;
}
