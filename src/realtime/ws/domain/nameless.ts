/** Connections that have not said who they are: they cost memory and belong to nobody. */
export const MAX_NAMELESS = 500;
/** Of these from one address, which else could take them all. */
export const MAX_NAMELESS_OF_ADDRESS = 50;

/** Connections whose users are not known yet, with the address each came from. */
export class Nameless<Connection> {
  private readonly addresses = new Map<Connection, string>();

  hasRoomFor(address: string): boolean {
    const ofAddress = [...this.addresses.values()].filter((other) => other === address).length;
    return this.addresses.size < MAX_NAMELESS && ofAddress < MAX_NAMELESS_OF_ADDRESS;
  }

  add(connection: Connection, address: string): void {
    this.addresses.set(connection, address);
  }

  /** It has said who it is, or has gone; again does nothing. */
  remove(connection: Connection): void {
    this.addresses.delete(connection);
  }
}
