const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Where a real answer is less than the sample of a document: keys that are missing or of another JSON type, times that are none. A key
 * the sample shows as null may be anything there; every item of a list must be like one of the sample's. Further keys are allowed.
 */
export function shapeDifferences(sample: unknown, real: unknown, path = '$'): string[] {
  if (sample === null) return [];
  if (typeOf(sample) !== typeOf(real)) return [`${path} is ${typeOf(real)}, not ${typeOf(sample)}`];
  if (Array.isArray(sample) && Array.isArray(real)) {
    return real.flatMap((item: unknown, index) => {
      const tries = sample.map((one) => shapeDifferences(one, item, `${path}[${index}]`));
      return tries.some((differences) => differences.length === 0) ? [] : (tries[0] ?? []);
    });
  }
  if (isObject(sample) && isObject(real)) {
    return Object.entries(sample).flatMap(([key, value]) =>
      key in real ? shapeDifferences(value, real[key], `${path}.${key}`) : [`${path}.${key} is missing`],
    );
  }
  const isTime = typeof sample === 'string' && TIME.test(sample);
  return isTime && !TIME.test(String(real)) ? [`${path} is no time: ${String(real)}`] : [];
}

const NOT_SHOWN = ' is not in the document';

/** Values that are new in every run, by what they look like; everything else a document shows is meant literally. */
const VOLATILE_TEXTS: readonly RegExp[] = [
  TIME,
  /^wamid\./,
  /^eyJ/,
  /^wak_/,
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/,
  /^https?:\/\/[^?]+\/api\/waba\/operator\/media\//,
];
const VOLATILE_KEYS = new Set(['id', 'total', 'expiresIn', 'fbtraceId', 'attempts']);

/** Where a real answer differs from the sample in its keys, its types or a value that is no accident of the moment. */
export function answerDifferences(sample: unknown, real: unknown, path = '$'): string[] {
  if (typeOf(sample) !== typeOf(real)) return [`${path} is ${JSON.stringify(real)}, not ${JSON.stringify(sample)}`];
  if (Array.isArray(sample) && Array.isArray(real)) {
    return sample.flatMap((item: unknown, index) =>
      answerDifferences(item, counterpart(real, item, index), `${path}[${index}]`),
    );
  }
  if (isObject(sample) && isObject(real)) {
    const keys = [...new Set([...Object.keys(sample), ...Object.keys(real)])];
    return keys.flatMap((key) => {
      if (!(key in real)) return [`${path}.${key} is missing`];
      if (!(key in sample)) return [`${path}.${key}${NOT_SHOWN}`];
      return VOLATILE_KEYS.has(key) && typeof sample[key] !== 'object'
        ? shapeDifferences(sample[key], real[key], `${path}.${key}`)
        : answerDifferences(sample[key], real[key], `${path}.${key}`);
    });
  }
  const pattern = typeof sample === 'string' ? VOLATILE_TEXTS.find((one) => one.test(sample)) : undefined;
  const isEqual = pattern === undefined ? sample === real : pattern.test(String(real));
  return isEqual ? [] : [`${path} is ${JSON.stringify(real)}, not ${JSON.stringify(sample)}`];
}

/** The same of a sample that shows only a part: what it shows must be there and be so. */
export function shownDifferences(sample: unknown, real: unknown): string[] {
  return answerDifferences(sample, real).filter((difference) => !difference.endsWith(NOT_SHOWN));
}

/** The item of the same id, else of the same place: a list may begin with what came later. */
function counterpart(real: readonly unknown[], sample: unknown, index: number): unknown {
  const id = isObject(sample) ? sample['id'] : undefined;
  return id === undefined ? real[index] : real.find((one) => isObject(one) && one['id'] === id);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
