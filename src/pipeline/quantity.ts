/**
 * A number of the pipeline: a literal, or an arithmetic expression over its parameters
 * (`+ - * / %`, parentheses, `min(a,b)`, `max(a,b)`, `ceil(a)`, `floor(a)`), e.g. `"WIDTH * HEIGHT * 3 / 2"`.
 * An expression keeps what the source computes, so that changing one parameter changes all that depends on it.
 */
export type Quantity = number | string;

/** What a parameter counts. Times are ms, sizes are bytes, rates are frames/s. */
export type Unit = 'count' | 'ms' | 'bytes' | 'pixels' | 'frames' | 'frames/s' | 'share';
