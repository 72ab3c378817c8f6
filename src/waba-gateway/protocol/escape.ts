/**
 * JSON as Meta writes webhook bodies: everything beyond ASCII as lower-case \uXXXX, every slash as \/.
 * Whoever verifies a signature over re-serialised JSON fails on such a body, which is why the simulator sends it.
 */
export function stringifyAsMeta(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  return (json ?? 'null').replace(/[\u0080-\uffff]/g, escapeUnit).replaceAll('/', '\\/');
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
