/** Meta states no length; real ones have about 60 characters, and a unique index must hold them. */
const WAMID = /^[\x21-\x7E]{1,512}$/;

/** Meta's id of a message, or undefined for what cannot be one. */
export function readWamid(value: unknown): string | undefined {
  return typeof value === 'string' && WAMID.test(value) ? value : undefined;
}
