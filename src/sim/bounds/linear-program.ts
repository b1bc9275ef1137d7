/**
 * A small linear program: maximize `objective · x` where `rows[i] · x ≤ limits[i]`, x ≥ 0 and all limits ≥ 0, so that
 * x = 0 is a solution to start from. Primal simplex on a dense tableau with Bland's rule, which cannot cycle:
 * R. Bland, "New Finite Pivoting Rules for the Simplex Method" (1977). Made for tens of rows.
 */
export interface LinearProgram {
  objective: number[];
  rows: number[][];
  limits: number[];
}

export interface LinearSolution {
  value: number;
  x: number[];
  /** By row: growth of `value` per unit of its limit. Rows above 0 are those that bind. */
  prices: number[];
}

const TINY = 1e-12;

/** Rows: constraints, then the objective. Columns: variables, slacks, right-hand side. */
type Tableau = Float64Array[];

function tableauOf({ objective, rows, limits }: LinearProgram): Tableau {
  const variables = objective.length;
  const width = variables + rows.length + 1;
  const tableau = rows.map((row, i) => {
    const line = new Float64Array(width);
    line.set(row);
    line[variables + i] = 1;
    line[width - 1] = limits[i] ?? 0;
    return line;
  });
  const last = new Float64Array(width);
  objective.forEach((value, j) => (last[j] = -value));
  return [...tableau, last];
}

const at = (line: Float64Array | undefined, column: number): number => line?.[column] ?? 0;

/** Bland: the first column that would raise the value. */
function entering(tableau: Tableau): number {
  const objective = tableau.at(-1) ?? new Float64Array();
  for (let j = 0; j < objective.length - 1; j++) if (at(objective, j) < -TINY) return j;
  return -1;
}

/** The row that limits the column first; ties by the smallest basic variable. */
function leaving(tableau: Tableau, column: number, basis: number[]): number {
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < basis.length; i++) {
    const pivot = at(tableau[i], column);
    if (pivot <= TINY) continue;
    const ratio = (tableau[i]?.at(-1) ?? 0) / pivot;
    const isTie = Math.abs(ratio - least) <= TINY && (basis[i] ?? 0) < (basis[best] ?? 0);
    if (ratio < least - TINY || isTie) {
      best = i;
      least = ratio;
    }
  }
  return best;
}

function pivotOn(tableau: Tableau, row: number, column: number): void {
  const pivotLine = tableau[row] ?? new Float64Array();
  const pivot = at(pivotLine, column);
  for (let j = 0; j < pivotLine.length; j++) pivotLine[j] = at(pivotLine, j) / pivot;
  tableau.forEach((line, i) => {
    const factor = at(line, column);
    if (i === row || factor === 0) return;
    for (let j = 0; j < line.length; j++) line[j] = at(line, j) - factor * at(pivotLine, j);
  });
}

function solutionOf(tableau: Tableau, basis: number[], variables: number): LinearSolution {
  const x = new Array<number>(variables).fill(0);
  basis.forEach((variable, i) => {
    if (variable < variables) x[variable] = tableau[i]?.at(-1) ?? 0;
  });
  const objective = tableau.at(-1) ?? new Float64Array();
  return {
    value: objective.at(-1) ?? 0,
    x,
    prices: basis.map((_, i) => at(objective, variables + i)),
  };
}

/** Bland's rule ends by itself; this ends it where rounding would keep it going. */
const MOST_PIVOTS = 10_000;

/** Rows of several variables beyond this number are left out: the value found is then a bound on the best one. */
const MOST_ROWS = 1000;

/**
 * Indices of the rows that matter. Of those that limit one variable alone only the tightest does; there may be as many
 * as a program has streams.
 */
function rowsThatMatter({ rows, limits }: LinearProgram): number[] {
  const tightest = new Map<number, { row: number; most: number }>();
  const several: number[] = [];
  rows.forEach((row, i) => {
    const first = row.findIndex((value) => value !== 0);
    if (row.some((value, j) => j !== first && value !== 0)) several.push(i);
    else if (first >= 0 && (row[first] ?? 0) > 0) {
      const most = (limits[i] ?? 0) / (row[first] ?? 1);
      if (most < (tightest.get(first)?.most ?? Infinity)) tightest.set(first, { row: i, most });
    }
  });
  return [...several.slice(0, MOST_ROWS), ...[...tightest.values()].map(({ row }) => row)];
}

/** The best solution; undefined where the value has no limit, or none was found. */
export function maximize(program: LinearProgram): LinearSolution | undefined {
  const kept = rowsThatMatter(program).sort((a, b) => a - b);
  const found = simplex({
    objective: program.objective,
    rows: kept.map((i) => program.rows[i] ?? []),
    limits: kept.map((i) => program.limits[i] ?? 0),
  });
  if (!found) return undefined;
  const prices = new Array<number>(program.rows.length).fill(0);
  kept.forEach((row, i) => (prices[row] = found.prices[i] ?? 0));
  return { ...found, prices };
}

function simplex(program: LinearProgram): LinearSolution | undefined {
  const variables = program.objective.length;
  const tableau = tableauOf(program);
  const basis = program.rows.map((_, i) => variables + i);
  for (let pivots = 0; pivots < MOST_PIVOTS; pivots++) {
    const column = entering(tableau);
    if (column < 0) return solutionOf(tableau, basis, variables);
    const row = leaving(tableau, column, basis);
    if (row < 0) return undefined;
    pivotOn(tableau, row, column);
    basis[row] = column;
  }
  return undefined;
}
