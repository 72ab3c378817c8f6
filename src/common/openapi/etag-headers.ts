/** Documents what `EtagInterceptor` adds to an answer, and what a client sends back. */
export const ETAG_HEADER = {
  ETag: { description: 'Send it back as If-None-Match: an unchanged answer is a 304.', schema: { type: 'string' } },
} as const;

export const IF_NONE_MATCH = {
  name: 'If-None-Match',
  required: false,
  description: 'The ETag of the answer you have.',
  schema: { type: 'string', example: '"mJ4x0WJ9yE1fT3kq8cVb2ZrN5hA"' },
} as const;
