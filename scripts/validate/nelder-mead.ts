/** Minimization without derivatives (Nelder and Mead 1965): what a simulated, slightly noisy error asks for. */

type Point = readonly number[];

interface Vertex {
  at: Point;
  value: number;
}

/** Moves of the worst vertex: reflection, expansion, contraction, shrinking; the usual coefficients. */
const REFLECT = 1;
const EXPAND = 2;
const CONTRACT = 0.5;
const SHRINK = 0.5;

/** The best point found in about `evaluations` calls of `f`, from a simplex of relative size `step` around `start`. */
export function minimize(
  f: (point: Point) => number,
  start: Point,
  step: number,
  evaluations: number,
): Vertex {
  let left = evaluations;
  const vertex = (at: Point): Vertex => {
    left--;
    return { at, value: f(at) };
  };
  let simplex = [start, ...start.map((_, i) => start.map((x, j) => (i === j ? x * (1 + step) : x)))].map(
    vertex,
  );
  while (left > 0) {
    simplex.sort((a, b) => a.value - b.value);
    const replaced = improve(simplex, vertex);
    simplex = replaced ?? shrink(simplex, vertex);
  }
  return simplex.reduce((a, b) => (b.value < a.value ? b : a));
}

function improve(simplex: Vertex[], vertex: (at: Point) => Vertex): Vertex[] | undefined {
  const rest = simplex.slice(0, -1);
  const worst = simplex.at(-1);
  const best = rest[0];
  const second = rest.at(-1);
  if (!worst || !best || !second) return undefined;
  const centre = worst.at.map((_, i) => rest.reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / rest.length);
  const along = (t: number) => vertex(centre.map((c, i) => c + t * (c - (worst.at[i] ?? 0))));
  const reflected = along(REFLECT);
  if (reflected.value < best.value) {
    const expanded = along(EXPAND);
    return [...rest, expanded.value < reflected.value ? expanded : reflected];
  }
  if (reflected.value < second.value) return [...rest, reflected];
  const contracted = along(reflected.value < worst.value ? CONTRACT : -CONTRACT);
  return contracted.value < Math.min(reflected.value, worst.value) ? [...rest, contracted] : undefined;
}

function shrink(simplex: Vertex[], vertex: (at: Point) => Vertex): Vertex[] {
  const best = simplex[0];
  if (!best) return simplex;
  return simplex.map((v) =>
    v === best ? v : vertex(v.at.map((x, i) => (best.at[i] ?? 0) + SHRINK * (x - (best.at[i] ?? 0)))),
  );
}
