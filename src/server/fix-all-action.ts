/** What an action on all findings of a file changes, computed once it is chosen: round by round until nothing changes. */
import type { CodeAction } from 'vscode-languageserver';
import * as v from 'valibot';
import type { Finding, TextEdit } from '../analyzer/finding.ts';
import { changedPart, mainFix } from '../service/edits.ts';
import { wouldFix } from '../service/fix-all.ts';
import { toEdits } from './ranges.ts';
import type { ServerState } from './state.ts';

/** `rule` left out: all fixes that need no thought, of whatever rule. */
const dataSchema = v.object({ uri: v.string(), rule: v.exactOptional(v.string()) });

export type FixAllData = v.InferOutput<typeof dataSchema>;

/** Does the client ask for an action's edits once it is chosen? */
export const resolvesEdits = ({ capabilities }: Pick<ServerState, 'capabilities'>): boolean =>
  capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false;

/** `isShown`: a finding that the editor shows, and neither a baseline nor the settings hide. */
export function withEdits(
  action: CodeAction,
  isShown: (finding: Finding) => boolean,
  state: ServerState,
): CodeAction {
  const data = v.safeParse(dataSchema, action.data);
  if (!data.success) return action;
  const { uri, rule } = data.output;
  const file = state.names.file(uri);
  const { session } = state;
  const texts = wouldFix(session, {
    files: new Set(session.files()),
    isWanted: (finding) =>
      finding.range.file === file && (rule === undefined || finding.rule === rule) && isShown(finding),
    ...(rule === undefined ? {} : { choose: mainFix }),
  });
  const edits = [...texts].map(([name, { before, after }]): TextEdit => changedPart(name, before, after));
  return { ...action, edit: toEdits(edits, state.names) };
}
