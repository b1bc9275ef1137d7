/** What is wrong with a Pipeline, in words. */
import type { Problem } from '../pipeline/problems.ts';
import { PROBLEMS } from '../pipeline/problems.ts';
import { sentence } from '../pipeline/words.ts';
import type { Locale } from './locale.ts';

export const problemText = (problem: Problem, locale: Locale): string => sentence(PROBLEMS, problem, locale);
