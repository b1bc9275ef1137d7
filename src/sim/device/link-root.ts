/** Where the links of several devices come together: their bytes pass there too, first come, first served. */
export class LinkRoot {
  private freeAt = 0;

  /** @param factor time of bytes at the root by their time on a link: the link's bandwidth over the root's. */
  constructor(private readonly factor: number) {}

  /** When bytes are through that begin at `begin` and take `ms` on their own link. */
  endOf(begin: number, ms: number): number {
    this.freeAt = Math.max(this.freeAt, begin) + ms * this.factor;
    return Math.max(begin + ms, this.freeAt);
  }
}
