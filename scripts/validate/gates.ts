/** What the validation must show; printed with what it does show. */
export interface Gate {
  what: string;
  value: number;
  /** The largest value that is allowed. */
  limit: number;
  unit: '%' | 'points' | 'rows';
}

export function passes({ value, limit }: Gate): boolean {
  return value <= limit;
}

export function inWords(gate: Gate): string {
  const { what, value, limit, unit } = gate;
  const digits = unit === 'rows' ? 0 : 2;
  return `${passes(gate) ? 'ok  ' : 'MISS'} ${what}: ${value.toFixed(digits)} ${unit} (at most ${limit} ${unit})`;
}
