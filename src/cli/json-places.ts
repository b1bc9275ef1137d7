/** Where the values of a JSON text stand in it. */
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { SourceRange } from '../pipeline/source.ts';

/** Keys and indices from the top of a JSON value to one within it. */
export type JsonPath = readonly (string | number)[];

export class JsonPlaces {
  private readonly root: Node | undefined;
  /** Offset of the first character of each line. */
  private readonly lineStarts = [0];

  /** @param text JSON that parses. @param file its name in the ranges that are given. */
  constructor(
    text: string,
    private readonly file: string,
  ) {
    this.root = parseTree(text);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  /** The place of the value, or of the nearest thing around it that is there. */
  rangeOf(path: JsonPath): SourceRange | undefined {
    for (let length = path.length; length >= 0; length--) {
      const node = this.root && findNodeAtLocation(this.root, path.slice(0, length));
      if (node) return this.rangeOfNode(node);
    }
    return undefined;
  }

  private rangeOfNode({ offset, length }: Node): SourceRange {
    const [line, column] = this.positionOf(offset);
    const [endLine, endColumn] = this.positionOf(offset + length);
    return { file: this.file, line, column, endLine, endColumn };
  }

  /** Line and column, both from 1. */
  private positionOf(offset: number): [number, number] {
    let [low, high] = [0, this.lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return [low + 1, offset - (this.lineStarts[low] ?? 0) + 1];
  }
}
