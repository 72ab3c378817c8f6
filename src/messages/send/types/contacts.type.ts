import { EnumField, ObjectField, PatternField, TextField } from '../../../common/validation/fields.js';
import { parseIsoTime } from '../../../common/validation/iso-time.js';
import { ObjectListField } from '../../../common/validation/nested-fields.js';
import { DETAIL_TEXT_MAX_LENGTH } from '../../../waba-gateway/protocol/limits.js';
import { WebUrlField } from './link-field.js';
import { problem, type SendType } from './send-type.js';

/** Meta names no limit; nobody has more. */
const MAX_OF_EACH = 10;
const MAX_NAME = 256;

const PLACES = ['HOME', 'WORK'] as const;
const PHONE_KINDS = ['CELL', 'MAIN', 'IPHONE', 'HOME', 'WORK'] as const;

/** A text of a contact card. */
function CardField(description: string, example: string, max = DETAIL_TEXT_MAX_LENGTH): PropertyDecorator {
  return TextField({ description, example, max, optional: true });
}

function PlaceField(): PropertyDecorator {
  return EnumField({ description: 'Whose it is.', example: 'WORK', values: PLACES, optional: true });
}

export class ContactNameDto {
  @TextField({ description: 'The name as it is shown.', example: 'Иван Петров', max: MAX_NAME })
  formatted_name!: string;

  @CardField('Given name. WhatsApp wants one of the five parts beside `formatted_name`.', 'Иван', MAX_NAME)
  first_name?: string;

  @CardField('Family name.', 'Петров', MAX_NAME)
  last_name?: string;

  @CardField('Middle name.', 'Сергеевич', MAX_NAME)
  middle_name?: string;

  @CardField('What stands before the name.', 'Dr.', MAX_NAME)
  prefix?: string;

  @CardField('What stands behind the name.', 'мл.', MAX_NAME)
  suffix?: string;
}

export class ContactPhoneDto {
  @TextField({ description: 'The number, as it is shown.', example: '+7 701 123-45-67', max: MAX_NAME })
  phone!: string;

  @EnumField({ description: 'Which of the phones it is.', example: 'WORK', values: PHONE_KINDS, optional: true })
  type?: (typeof PHONE_KINDS)[number];

  @PatternField({
    description: 'The WhatsApp number, digits alone: with it the card has a button to write to the contact.',
    example: '77011234567',
    code: 'WA_ID',
    optional: true,
    schema: { pattern: '^[0-9]{7,15}$' },
    test: (text) => /^\d{7,15}$/.test(text),
    message: { en: 'must be 7 to 15 digits', ru: 'должно состоять из 7–15 цифр' },
  })
  wa_id?: string;
}

export class ContactEmailDto {
  @PatternField({
    description: 'The address.',
    example: 'ivan@example.com',
    code: 'EMAIL',
    schema: { format: 'email', maxLength: 254 },
    test: (text) => text.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text),
    message: { en: 'must be an email address', ru: 'должно быть адресом email' },
  })
  email!: string;

  @PlaceField()
  type?: (typeof PLACES)[number];
}

export class ContactOrgDto {
  @CardField('The firm.', 'Drawbridge')
  company?: string;

  @CardField('The department.', 'Доставка')
  department?: string;

  @CardField('What the contact is there.', 'Курьер')
  title?: string;
}

export class ContactUrlDto {
  @WebUrlField('The page.', 'https://example.com')
  url!: string;

  @PlaceField()
  type?: (typeof PLACES)[number];
}

export class ContactAddressDto {
  @CardField('Street and house.', 'пр. Абая, 10')
  street?: string;

  @CardField('City.', 'Алматы')
  city?: string;

  @CardField('Region.', 'Алматинская область')
  state?: string;

  @CardField('Postal code.', '050000')
  zip?: string;

  @CardField('Country.', 'Казахстан')
  country?: string;

  @PatternField({
    description: 'Country by ISO 3166, two letters.',
    example: 'KZ',
    code: 'COUNTRY',
    optional: true,
    schema: { pattern: '^[A-Za-z]{2}$' },
    test: (text) => /^[a-z]{2}$/i.test(text),
    message: { en: 'must be two letters', ru: 'должно состоять из двух латинских букв' },
  })
  country_code?: string;

  @PlaceField()
  type?: (typeof PLACES)[number];
}

export class ContactDto {
  @ObjectField({ description: 'Whose card it is.', type: () => ContactNameDto })
  name!: ContactNameDto;

  @ObjectListField({ description: 'Phones.', type: () => ContactPhoneDto, max: MAX_OF_EACH, optional: true })
  phones?: ContactPhoneDto[];

  @ObjectListField({ description: 'Emails.', type: () => ContactEmailDto, max: MAX_OF_EACH, optional: true })
  emails?: ContactEmailDto[];

  @ObjectField({ description: 'Where the contact works.', type: () => ContactOrgDto, optional: true })
  org?: ContactOrgDto;

  @ObjectListField({ description: 'Pages.', type: () => ContactUrlDto, max: MAX_OF_EACH, optional: true })
  urls?: ContactUrlDto[];

  @ObjectListField({ description: 'Addresses.', type: () => ContactAddressDto, max: MAX_OF_EACH, optional: true })
  addresses?: ContactAddressDto[];

  @PatternField({
    description: 'Day of birth.',
    example: '1990-01-31',
    code: 'DATE',
    optional: true,
    schema: { format: 'date', maxLength: 10 },
    test: (text) => parseIsoTime(`${text}T00:00:00Z`) !== undefined,
    message: { en: 'must be a day such as 1990-01-31', ru: 'должно быть датой вида 1990-01-31' },
  })
  birthday?: string;
}

const NAME_PARTS = ['first_name', 'last_name', 'middle_name', 'prefix', 'suffix'] as const;

export const CONTACTS: SendType<ContactDto[]> = {
  fields: { replyTo: 'optional' },
  payload: {
    problems: (contacts) =>
      contacts.flatMap(({ name }, index) =>
        NAME_PARTS.some((part) => name[part] !== undefined) ? [] : [problem(`[${index}].name.first_name`, 'NEEDED')],
      ),
  },
  example: {
    summary: 'Contacts',
    value: {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Иван Петров', first_name: 'Иван', last_name: 'Петров' },
          phones: [{ phone: '+7 701 123-45-67', type: 'WORK', wa_id: '77011234567' }],
          emails: [{ email: 'ivan@example.com', type: 'WORK' }],
          org: { company: 'Drawbridge', title: 'Курьер' },
          urls: [{ url: 'https://example.com', type: 'WORK' }],
          addresses: [{ street: 'пр. Абая, 10', city: 'Алматы', country: 'Казахстан', country_code: 'KZ' }],
          birthday: '1990-01-31',
        },
      ],
    },
  },
};
