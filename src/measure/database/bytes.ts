/** Big-endian numbers, varints and records of SQLite. Beyond the end there are zeros. */

/** A value of a row; whole numbers that a double cannot hold are `bigint`. */
export type Cell = number | bigint | string | null;

export class Bytes {
  constructor(readonly data: Uint8Array) {}

  get length(): number {
    return this.data.length;
  }

  u8(at: number): number {
    return this.data[at] ?? 0;
  }

  u16(at: number): number {
    return this.u8(at) * 256 + this.u8(at + 1);
  }

  u32(at: number): number {
    return this.u16(at) * 65_536 + this.u16(at + 2);
  }

  part(at: number, length: number): Bytes {
    return new Bytes(this.data.subarray(at, at + length));
  }

  /** Seven bits a byte, the first ones first; the ninth has eight. */
  varint(at: number): { value: number; next: number } {
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const byte = this.u8(at + i);
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return { value, next: at + i + 1 };
    }
    return { value: value * 256 + this.u8(at + 8), next: at + 9 };
  }

  /** The values of a row: their types first, then their bytes. */
  record(decoder: TextDecoder): Cell[] {
    const head = this.varint(0);
    const cells: Cell[] = [];
    let at = head.value;
    for (let next = head.next; next < head.value && next < this.length;) {
      const type = this.varint(next);
      next = type.next;
      const size = sizeOf(type.value);
      cells.push(this.cell(type.value, at, size, decoder));
      at += size;
    }
    return cells;
  }

  private cell(type: number, at: number, size: number, decoder: TextDecoder): Cell {
    if (type >= 12) return type % 2 === 1 ? decoder.decode(this.part(at, size).data) : null;
    if (type === 7) return new DataView(this.padded(at).buffer).getFloat64(0);
    if (type === 8 || type === 9) return type - 8;
    return size === 0 ? null : this.integer(at, size);
  }

  private integer(at: number, size: number): number | bigint {
    if (size === 8) {
      const value = new DataView(this.padded(at).buffer).getBigInt64(0);
      const plain = Number(value);
      return Number.isSafeInteger(plain) ? plain : value;
    }
    let value = this.u8(at) >= 0x80 ? -1 : 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.u8(at + i);
    return value;
  }

  private padded(at: number): Uint8Array<ArrayBuffer> {
    const eight = new Uint8Array(8);
    eight.set(this.data.subarray(at, at + 8));
    return eight;
  }
}

/** Bytes of a value by its type. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

const sizeOf = (type: number): number => SIZES[type] ?? Math.floor((type - 12) / 2);
