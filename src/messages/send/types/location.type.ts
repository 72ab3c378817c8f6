import { TextField } from '../../../common/validation/fields.js';
import { NumberField } from '../../../common/validation/nested-fields.js';
import { DETAIL_TEXT_MAX_LENGTH } from '../../../waba-gateway/protocol/limits.js';
import type { SendType } from './send-type.js';

export class LocationDto {
  @NumberField({ description: 'Degrees north of the equator.', example: 43.238949, min: -90, max: 90 })
  latitude!: number;

  @NumberField({ description: 'Degrees east of Greenwich.', example: 76.889709, min: -180, max: 180 })
  longitude!: number;

  @TextField({
    description: 'What is there.',
    example: 'Пункт выдачи',
    max: DETAIL_TEXT_MAX_LENGTH,
    optional: true,
  })
  name?: string;

  @TextField({
    description: 'Its address; WhatsApp shows it under the name.',
    example: 'Алматы, пр. Абая, 10',
    max: DETAIL_TEXT_MAX_LENGTH,
    optional: true,
  })
  address?: string;
}

export const LOCATION: SendType<LocationDto> = {
  fields: { replyTo: 'optional' },
  payload: {},
  example: {
    summary: 'Location',
    value: {
      type: 'location',
      location: {
        latitude: 43.238949,
        longitude: 76.889709,
        name: 'Пункт выдачи',
        address: 'Алматы, пр. Абая, 10',
      },
    },
  },
};
