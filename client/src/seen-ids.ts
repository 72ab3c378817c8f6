/** The newest ids that were seen, as many as it holds. */
export class SeenIds {
  private readonly ids = new Set<string>();

  constructor(private readonly capacity = 5_000) {}

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** False where it was there already. */
  add(id: string): boolean {
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    if (this.ids.size > this.capacity) {
      const [oldest] = this.ids;
      if (oldest !== undefined) this.ids.delete(oldest);
    }
    return true;
  }
}
