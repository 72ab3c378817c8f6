import { Dispatcher } from 'undici';

type Handler = Dispatcher.DispatchHandler;
type Args<K extends keyof Handler> = Parameters<NonNullable<Handler[K]>>;

/** A handler of undici's that passes everything on; what extends it changes one step. */
export class ForwardingHandler implements Handler {
  constructor(private readonly next: Handler) {}

  onRequestStart(...args: Args<'onRequestStart'>): void {
    this.next.onRequestStart?.(...args);
  }

  onRequestUpgrade(...args: Args<'onRequestUpgrade'>): void {
    this.next.onRequestUpgrade?.(...args);
  }

  onResponseStart(...args: Args<'onResponseStart'>): void {
    this.next.onResponseStart?.(...args);
  }

  onResponseData(...args: Args<'onResponseData'>): void {
    this.next.onResponseData?.(...args);
  }

  onResponseEnd(...args: Args<'onResponseEnd'>): void {
    this.next.onResponseEnd?.(...args);
  }

  onResponseError(...args: Args<'onResponseError'>): void {
    this.next.onResponseError?.(...args);
  }
}
