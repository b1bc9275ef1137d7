import type { Category, RuleMeta } from '../rule.ts';
import type { Severity } from '../../finding.ts';

/** A rule's meta data; unpriced and without a fix unless said otherwise. */
export function meta(
  id: string,
  severity: Severity,
  category: Category,
  more: Partial<Omit<RuleMeta, 'severity' | 'category' | 'docs'>> = {},
): RuleMeta {
  return { severity, category, docs: `docs/rules/${id}.md`, priced: false, fixable: false, ...more };
}
