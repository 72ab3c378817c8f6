/** As people write numbers: an optional plus in front, then digits with the usual separators between them. */
const WRITTEN = /^ *\+?[\d ()-]+$/;
/** E.164: at most 15 digits; shorter than 7 there is no number of a country. No country code begins with 0. */
const DIGITS = /^[1-9]\d{6,14}$/;

/**
 * The digits of a phone number in international format, as WhatsApp writes a `wa_id`; undefined for anything else. Only the form is
 * looked at: a library of numbering plans would refuse numbers that came into being after it, and whether a number is on WhatsApp Meta
 * alone can say. A national number cannot be told from a foreign one either: `8 701 …` is taken as it stands.
 */
export function parsePhone(text: string): string | undefined {
  if (!WRITTEN.test(text)) return undefined;
  const hasPlus = text.trimStart().startsWith('+');
  const digits = text.replace(/\D/g, '');
  const international = hasPlus ? digits : digits.replace(/^00/, '');
  return DIGITS.test(international) ? international : undefined;
}

/** Numbers WhatsApp knows under another form than people write: [as one writes it, as the other does]. */
const TWINS: readonly [RegExp, string][] = [
  // Brazil: mobile numbers have a ninth digit, wa_ids made before it do not.
  [/^55(\d\d)9(\d{8})$/, '55$1$2'],
  [/^55(\d\d)([6-9]\d{7})$/, '55$19$2'],
  // Mexico and Argentina: a 1 or a 9 that mobile numbers had or have when called from abroad.
  [/^521(\d{10})$/, '52$1'],
  [/^52([2-9]\d{9})$/, '521$1'],
  [/^549(\d{10})$/, '54$1'],
  [/^54([1-8]\d{9})$/, '549$1'],
];

/**
 * The wa_ids under which Meta may know the number, the one given first (Cloud API, "Phone number formats": for Brazil, Mexico and
 * Argentina the `wa_id` may differ from what was dialled). For looking up only: a number we hold is written to as Meta gave it.
 */
export function waIdForms(digits: string): string[] {
  const twin = TWINS.find(([form]) => form.test(digits));
  return twin === undefined ? [digits] : [digits, digits.replace(twin[0], twin[1])];
}
