/** A body Meta sent, claimed by this process to be applied. */
export interface ClaimedBody {
  id: number;
  day: string;
  body: Buffer;
  receivedAt: Date;
}
