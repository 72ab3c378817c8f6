import { QueryIntField } from '../common/validation/fields.js';

export class HistoryQueryDto {
  @QueryIntField({ description: 'How many messages.', default: 50, min: 1, max: 200 })
  limit = 50;

  @QueryIntField({ description: 'How many of the newest to leave out.', default: 0, min: 0, max: 2_147_483_647 })
  offset = 0;

  @QueryIntField({
    description: 'Only messages older than this one: pages that stay right while messages arrive.',
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  })
  before?: number;

  @QueryIntField({
    description: 'Only messages newer than this one, those next to it first to come; not together with `before`.',
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  })
  after?: number;
}
