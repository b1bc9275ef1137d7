/** How deep what is being followed stands one in the other. */

/**
 * What one more of each weighs: about the part of the stack that it takes. An object is also what a constant or a macro
 * begins to stand for.
 */
export const WEIGHT = { value: 1, block: 3, object: 4 };

/** The stack of the engine that runs us holds more than twice as much. Only generated code comes near it. */
const MOST = 800;

export class Nesting {
  /** Whether something was passed over as it stood too deep. */
  isCut = false;
  private depth = 0;

  /** Goes a level down, unless that would be too deep; who may, says when it leaves. */
  enter(weight: number): boolean {
    if (this.depth + weight > MOST) return false;
    this.depth += weight;
    return true;
  }

  leave(weight: number): void {
    this.depth -= weight;
  }

  /** Notes that something was passed over. */
  cut<T>(instead: T): T {
    this.isCut = true;
    return instead;
  }
}
