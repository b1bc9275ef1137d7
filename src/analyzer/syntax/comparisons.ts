/** Operators that compare. */
import { ownValue } from '../../base/own-value.ts';

const MIRRORED: Record<string, string> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** `>` for `<`: what holds of `b` and `a` where the operator holds of `a` and `b`. Others stay as they are. */
export const mirrored = (operator: string): string => ownValue(MIRRORED, operator) ?? operator;
