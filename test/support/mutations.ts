type Json = unknown;
type Path = (string | number)[];

/** What may stand where something else belongs. */
const WRONG: readonly Json[] = [null, -1.5, '\u0000\ud800', [null], { a: {} }];

/** The value with one piece missing, of the wrong type, or unknown, in every place; each differs from the others. */
export function mutationsOf(value: Json): Json[] {
  return pathsOf(value).flatMap((path) => [
    changed(value, path, (parent, key) => void delete parent[key]),
    ...WRONG.map((wrong) =>
      changed(value, path, (parent, key) => {
        parent[key] = wrong;
      }),
    ),
    changed(value, path, (parent) => {
      parent['from_2027'] = { x: [1] };
    }),
  ]);
}

function pathsOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path];
  const below = Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function changed(value: Json, path: Path, change: (parent: Record<string, Json>, key: string) => void): Json {
  const copy = structuredClone(value);
  const parent = path.slice(0, -1).reduce<Json>((at, key) => (at as Record<string, Json>)[key], copy);
  change(parent as Record<string, Json>, String(path.at(-1)));
  return copy;
}
