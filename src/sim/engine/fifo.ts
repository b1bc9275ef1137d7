/** First in, first out, on a ring that grows: no allocation once it has its size. */
export class Fifo<T> {
  private items: (T | undefined)[] = new Array<T | undefined>(16);
  private head = 0;
  length = 0;

  push(item: T): void {
    if (this.length === this.items.length) this.grow();
    this.items[(this.head + this.length++) & (this.items.length - 1)] = item;
  }

  /** Removes and returns the oldest item; undefined when empty. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.items[this.head];
    this.items[this.head] = undefined;
    this.head = (this.head + 1) & (this.items.length - 1);
    this.length--;
    return item;
  }

  /** The oldest item, left in place. */
  peek(): T | undefined {
    return this.length > 0 ? this.items[this.head] : undefined;
  }

  clear(): void {
    while (this.length > 0) this.shift();
  }

  private grow(): void {
    const old = this.items;
    this.items = new Array<T | undefined>(old.length * 2);
    for (let i = 0; i < this.length; i++) this.items[i] = old[(this.head + i) & (old.length - 1)];
    this.head = 0;
  }
}
