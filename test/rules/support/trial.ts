/** Programs at hand with every fix that is offered for them, and what becomes of a program under a fix. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TextEdit } from '../../../src/analyzer/finding.ts';
import { applyEdits } from '../../../src/service/edits.ts';
import { Session } from '../../../src/service/session.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { WorkspaceAnalyzer } from '../../../src/analyzer/workspace.ts';
import { parser } from './analyse.ts';

const SOURCE = /\.(?:c|cc|cpp|cxx|h|hpp)$/;

/** The texts of a program by file. */
export type Program = ReadonlyMap<string, string>;

/** Each folder of `folders` is one program, and so is each file that lies in one directly. */
export function programsIn(root: string, folders: readonly string[]): [string, Program][] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .sort()
      .flatMap((name): [string, Program][] => {
        const path = `${folder}/${name}`;
        if (statSync(join(root, path)).isDirectory()) return [[path, textsIn(root, path)]];
        return SOURCE.test(name) ? [[path, new Map([[path, readFileSync(join(root, path), 'utf8')]])]] : [];
      }),
  );
}

function textsIn(root: string, folder: string): Program {
  const names = readdirSync(join(root, folder), { recursive: true }).map(String).sort();
  return new Map(
    names
      .filter((name) => SOURCE.test(name))
      .map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')]),
  );
}

export interface Opened {
  analyzer: WorkspaceAnalyzer;
  session: Session;
}

export function openedOf(program: Program, device = 'ascend310'): Opened {
  const analyzer = new WorkspaceAnalyzer(parser, { device });
  const session = new Session(analyzer, { device, profile: loadProfile(device), parameters: {} });
  for (const [file, text] of program) session.update({ file, text });
  return { analyzer, session };
}

export function changed(program: Program, edits: readonly TextEdit[]): Program {
  return new Map(
    [...program].map(([file, text]) => [
      file,
      applyEdits(
        text,
        edits.filter(({ range }) => range.file === file),
      ),
    ]),
  );
}

/** What must not get worse: syntax errors, findings by rule, and calls of the runtime whose result nobody looks at. */
export interface State {
  errors: number;
  findings: ReadonlyMap<string, number>;
  unchecked: number;
}

/** A wait behind each frame is what is left of a wait behind each stage: the one may take the place of the other. */
const FAMILIES: Record<string, string> = { 'sync-once-per-frame': 'sync-each-submission' };

export function stateOf(program: Program, { analyzer, session } = openedOf(program)): State {
  const findings = new Map<string, number>();
  for (const { rule } of session.findings()) {
    const family = FAMILIES[rule] ?? rule;
    findings.set(family, (findings.get(family) ?? 0) + 1);
  }
  const texts = [...program.keys()].map((file) => analyzer.factsOf(file));
  return {
    errors: texts.reduce((sum, facts) => sum + (facts?.errors.length ?? 0), 0),
    findings,
    unchecked: [...program.values()].reduce((sum, text) => sum + uncheckedCalls(text), 0),
  };
}

/** Statements that are a call of the runtime alone, of those that are not ends: these are seldom looked at. */
function uncheckedCalls(text: string): number {
  const bare = text.replace(/\/\/.*/g, '');
  return (
    bare.match(/(?<=[;{})]\s*)acl(?!\w*(?:Destroy|Free|Unload|Finalize|Reset|Set\w*Desc))\w+\(/g)?.length ?? 0
  );
}
