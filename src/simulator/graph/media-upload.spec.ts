import { describe, it, expect } from '@jest/globals';
import { GraphError } from './graph.error.js';
import { checkUpload } from './media-upload.js';

const MIB = 1024 * 1024;

function upload(mimeType: string, size: number): ReturnType<typeof checkUpload> {
  return checkUpload({ messagingProduct: 'whatsapp', file: { mimeType, bytes: Buffer.alloc(size) } });
}

describe('checkUpload', () => {
  it.each([
    ['image/jpeg', 5 * MIB],
    ['video/mp4', 16 * MIB],
    ['application/pdf', 100 * MIB],
  ])('takes %s up to %d bytes and not one more', (mimeType, limit) => {
    expect(upload(mimeType, limit).bytes).toHaveLength(limit);
    expect(() => upload(mimeType, limit + 1)).toThrow(new GraphError(131053));
  });

  it.each(['image/gif', 'image/heic', 'text/html', ''])('knows no %j', (mimeType) => {
    expect(() => upload(mimeType, 1)).toThrow('must be a file with one of the following types');
  });

  it('needs a product and a file', () => {
    const file = { mimeType: 'image/jpeg', bytes: Buffer.alloc(1) };
    expect(() => checkUpload({ messagingProduct: null, file })).toThrow('messaging_product is required');
    expect(() => checkUpload({ messagingProduct: 'whatsapp', file: undefined })).toThrow('file is required');
  });
});
