/** What each part does to the rate, with its name in the user's language. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import { resourceLabel } from '../service/labels.ts';
import type { Locale } from '../service/locale.ts';
import type { Session } from '../service/session.ts';
import type { Demand } from '../service/simulation/task.ts';
import type { ShownPart } from './protocol-shapes.ts';

export async function boundOf(
  { session, locale }: { session: Session; locale: Locale },
  pipeline: Pipeline,
  settings: Record<string, number> = {},
  demand?: Demand,
): Promise<ShownPart[]> {
  const parts = await session.boundParts(pipeline, settings, demand);
  return parts.map((part) => ({ ...part, name: titled(resourceLabel(part.resource, locale)) }));
}

/** It stands alone, and at the beginning of a sentence. */
export const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
