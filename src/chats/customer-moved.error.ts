/** A customer became somebody else while we waited for their lock: the transaction begins again, and then sees it. */
export class CustomerMovedError extends Error {
  /** serialization_failure, by which `transaction` knows what to run again. */
  readonly code = '40001';

  constructor() {
    super('a customer was merged or renamed meanwhile');
    this.name = 'CustomerMovedError';
  }
}
