/** The steps inside a step, by branch where it has several; none for a plain step. */
interface Compound {
  kind: string;
  body?: Compound[];
  then?: Compound[];
  otherwise?: Compound[];
}

/** All steps in program order, each before the steps inside it. Works on steps before and after resolving. */
export function* walk<S extends { kind: string }>(steps: readonly S[]): Generator<S> {
  // A stack of our own: a choice of a thousand cases is as deep.
  const open = steps.toReversed();
  for (let step = open.pop(); step; step = open.pop()) {
    yield step;
    for (const body of bodiesOf(step).reverse()) {
      for (let i = body.length - 1; i >= 0; i--) open.push(body[i] as S);
    }
  }
}

/** The lists of steps inside a step: a loop's or lock's body, both sides of a branch. */
export function bodiesOf<S extends { kind: string }>(step: S): S[][] {
  const { body, then, otherwise } = step as unknown as Compound;
  return [body, then, otherwise].filter((list) => list !== undefined) as unknown as S[][];
}
