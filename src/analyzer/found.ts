/** The programs of a workspace by its build files; one that cannot be followed costs itself alone. */
import type { Notice } from './analysis.ts';
import { startOf } from './notices.ts';
import type { BuildFlags } from './program/build/build-flags.ts';
import { sourcesIn, type CompilationDatabase } from './program/build/compile-commands.ts';
import { findPrograms, type FoundPrograms } from './program/programs.ts';
import type { FileFacts } from './syntax/facts.ts';
import { attempt, failureNotice } from './walls.ts';

type BuildFile = [path: string, text: string];
type Database = [path: string, database: CompilationDatabase];

interface Builds {
  cmake: BuildFile[];
  databases: Database[];
}

/** `failed`: a notice for each build file that was left out. */
export function findWithBuilds(
  facts: ReadonlyMap<string, FileFacts>,
  flags: BuildFlags,
): FoundPrograms & { failed: Notice[] } {
  const all: Builds = { cmake: [...flags.cmake], databases: [...flags.databases] };
  const find = ({ cmake, databases }: Builds): FoundPrograms =>
    findPrograms({
      facts,
      cmake: new Map(cmake),
      compileCommands: new Map(
        databases.map(([path, database]) => [path, sourcesIn(database, [...facts.keys()])] as const),
      ),
      includesOf: (file) => flags.includesOf(file),
    });
  return attempt(
    () => ({ ...find(all), failed: [] }),
    () => findWithoutFailed(all, find),
  );
}

/** Each build file is tried by itself, to leave out those that cannot be followed. */
function findWithoutFailed(
  all: Builds,
  find: (builds: Builds) => FoundPrograms,
): FoundPrograms & { failed: Notice[] } {
  const failed: Notice[] = [];
  const works = (path: string, builds: Builds): boolean =>
    attempt(
      () => (find(builds), true),
      (why) => {
        failed.push(failureNotice('build-failed', startOf(path), { why }));
        return false;
      },
    );
  const cmake = all.cmake.filter((one) => works(one[0], { cmake: [one], databases: [] }));
  const databases = all.databases.filter((one) => works(one[0], { cmake: [], databases: [one] }));
  const found = attempt(
    () => find({ cmake, databases }),
    () => find({ cmake: [], databases: [] }),
  );
  return { ...found, failed };
}
