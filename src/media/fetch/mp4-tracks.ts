import type { FileHandle } from 'node:fs/promises';
import { readAt } from './file-bytes.js';

export interface Mp4Track {
  /** `vide`, `soun`, or another handler. */
  handler: string;
  /** Four letters of the first sample description: `avc1` is H.264, `mp4a` AAC. */
  codec: string;
}

interface Box {
  type: string;
  /** Of what is in it. */
  start: number;
  end: number;
}

/** A phone's video has a few dozen boxes; a file of nothing but boxes is not a video. */
const MAX_BOXES = 2_000;

/** The tracks of an MP4 or 3GP (ISO 14496-12); null where the boxes are broken or there is no track. Only headers are read. */
export async function mp4Tracks(file: FileHandle): Promise<Mp4Track[] | null> {
  const reader = new BoxReader(file);
  const { size } = await file.stat();
  const movie = await reader.find({ type: '', start: 0, end: size }, 'moov');
  if (movie === undefined) return null;
  const tracks: Mp4Track[] = [];
  for (const box of await reader.children(movie)) {
    if (box.type !== 'trak') continue;
    const track = await reader.track(box);
    if (track === undefined) return null;
    tracks.push(track);
  }
  return tracks.length === 0 || reader.isTired ? null : tracks;
}

class BoxReader {
  private seen = 0;

  constructor(private readonly file: FileHandle) {}

  get isTired(): boolean {
    return this.seen > MAX_BOXES;
  }

  async children({ start, end }: Box): Promise<Box[]> {
    const boxes: Box[] = [];
    for (let at = start; at + 8 <= end && !this.isTired;) {
      this.seen += 1;
      const header = await readAt(this.file, at, 16);
      if (header.length < 8) break;
      const short = header.readUInt32BE(0);
      const isLong = short === 1 && header.length === 16;
      const size = short === 0 ? end - at : isLong ? Number(header.readBigUInt64BE(8)) : short;
      const headerSize = isLong ? 16 : 8;
      if (size < headerSize || at + size > end) break;
      boxes.push({ type: header.toString('latin1', 4, 8), start: at + headerSize, end: at + size });
      at += size;
    }
    return boxes;
  }

  async find(parent: Box, ...path: string[]): Promise<Box | undefined> {
    let box: Box | undefined = parent;
    for (const type of path) {
      if (box === undefined) return undefined;
      box = (await this.children(box)).find((child) => child.type === type);
    }
    return box;
  }

  async track(box: Box): Promise<Mp4Track | undefined> {
    const handler = await this.find(box, 'mdia', 'hdlr');
    const samples = await this.find(box, 'mdia', 'minf', 'stbl', 'stsd');
    if (handler === undefined || samples === undefined) return undefined;
    return { handler: await this.word(handler.start + 8), codec: await this.word(samples.start + 12) };
  }

  private async word(at: number): Promise<string> {
    return (await readAt(this.file, at, 4)).toString('latin1');
  }
}
