/** Every rule, in the order of the documentation. */
import type { Rule } from './rule.ts';

export const allRules: readonly Rule[] = [];
