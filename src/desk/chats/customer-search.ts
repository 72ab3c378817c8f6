import { isCurrent } from '../../chats/domain/current-alias.js';

const CYRILLIC = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіїєґў';
const LATIN = 'abvgdeejzijklmnoprstufhc4wwqyqeuaagkn8uuhiiegu';

/** In the words of its index: the migration of the chat list says why. */
function namesOf(customer: string): string {
  return `lower((coalesce(${customer}.name, '') || e'\\n' || coalesce(${customer}.profile_name, '') || e'\\n' || coalesce(${customer}.username, '')) collate "und-x-icu")`;
}

function keyOf(text: string): string {
  return `translate(${text}, '${CYRILLIC}', '${LATIN}')`;
}

/** A SQL condition over a row of `customers`: one of their names is like one pattern, or their number like the other (null: no number is). */
export function isFound(customer: string, name: string, digits: string): string {
  return `(${namesOf(customer)} like lower(${name}::text collate "und-x-icu") or exists (
    select 1 from customer_identities identity where identity.customer_id = ${customer}.id and ${hasNumber(digits)}))`;
}

/** A SQL query of the ids of all those, by indexes where the patterns have three letters or digits together. */
export function findCustomers(name: string, digits: string): string {
  const wanted = `lower(${name}::text collate "und-x-icu")`;
  return `select customer.id from customers customer
      where ${keyOf(namesOf('customer'))} like ${keyOf(wanted)} and ${namesOf('customer')} like ${wanted}
    union all select identity.customer_id from customer_identities identity where ${hasNumber(digits)}`;
}

function hasNumber(digits: string): string {
  return `identity.kind = 'wa_id' and identity.value like ${digits}::text and ${isCurrent('identity')}`;
}
