/** A defect costs the one thing that was being worked on, and is said with its place. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createAnalyzer } from '../../src/analyzer/index.ts';
import type * as Interpret from '../../src/analyzer/interpret/index.ts';
import type * as Programs from '../../src/analyzer/program/programs.ts';
import { allRules } from '../../src/analyzer/rules/all.ts';
import { noticeText } from '../../src/service/notice-text.ts';
import { Session } from '../../src/service/session.ts';
import { LocalSimulator } from '../../src/service/simulation/simulator.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { SYNC_LOOP } from '../support/acl-perf.ts';

const RULE = 'sync-model-execute-in-loop';

vi.mock('../../src/analyzer/interpret/index.ts', async (original) => {
  const real = await original<typeof Interpret>();
  const interpretProgram: typeof real.interpretProgram = (program, ...rest) => {
    if (program.files.includes('broken.cpp')) throw new Error('no such cell');
    return real.interpretProgram(program, ...rest);
  };
  return { ...real, interpretProgram };
});

vi.mock('../../src/analyzer/program/programs.ts', async (original) => {
  const real = await original<typeof Programs>();
  const findPrograms: typeof real.findPrograms = (workspace) => {
    if (workspace.cmake.has('bad/CMakeLists.txt')) throw new Error('no such command');
    return real.findPrograms(workspace);
  };
  return { ...real, findPrograms };
});

const settings = { profile: loadProfile(), parameters: {} };
let session: Session;
const simulator = new LocalSimulator();

beforeEach(async () => {
  const wasm = (name: string): Uint8Array => readFileSync(`dist/server/${name}.wasm`);
  const modules = { runtimeWasm: wasm('web-tree-sitter'), grammarWasm: wasm('tree-sitter-cpp') };
  session = new Session(await createAnalyzer(modules), settings, simulator);
  session.update({ file: 'whole.cpp', text: SYNC_LOOP });
  return () => {
    session.dispose();
    vi.restoreAllMocks();
  };
});

const rulesAt = (file: string): string[] => session.findings(file).map(({ rule }) => rule);
const failures = (): string[] =>
  session.notices().map((notice) => `${notice.range.file}:${notice.range.line} ${noticeText(notice, 'en')}`);

describe('a throw', () => {
  it('in a program costs that program', () => {
    session.update({ file: 'broken.cpp', text: SYNC_LOOP });
    expect(rulesAt('whole.cpp')).toContain(RULE);
    expect(session.programs().map(({ name }) => name)).toHaveLength(1);
    expect(failures()).toEqual(['broken.cpp:1 broken could not be analysed and is left out: no such cell']);
    session.remove('broken.cpp');
    expect(session.programs()).toHaveLength(1);
    expect(failures()).toEqual([]);
  });

  it('in a rule costs that rule', () => {
    const rule = allRules.find(({ id }) => id !== RULE);
    vi.spyOn(rule ?? allRules[0]!, 'check').mockImplementation(() => {
      throw new Error('nothing to repeat');
    });
    expect(rulesAt('whole.cpp')).toContain(RULE);
    expect(failures()).toEqual([
      `whole.cpp:5 the rule ${rule?.id ?? ''} failed on whole and is left out: nothing to repeat`,
    ]);
    const [program] = session.programs();
    expect(program?.summary.find((one) => one.rule === rule?.id)?.skipped).toBe('failed');
  });

  it('in a build file costs that build file', () => {
    session.update({ file: 'bad/CMakeLists.txt', text: 'add_executable(a a.cpp)' });
    session.update({ file: 'CMakeLists.txt', text: 'add_executable(named whole.cpp)' });
    expect(session.programs().map(({ name }) => name)).toEqual(['named']);
    expect(failures()).toEqual([
      'bad/CMakeLists.txt:1 this build file could not be followed and is left out: no such command',
    ]);
  });

  it('in a simulation costs the gain of that finding, until the text is another', async () => {
    vi.spyOn(simulator, 'submit').mockImplementation(() => {
      throw new Error('no such stream');
    });
    const priced = await session.price(session.findings());
    expect(priced.map(({ gain }) => gain)).toEqual(priced.map(() => null));
    expect(failures()).toContain(`whole.cpp:13 the gain of ${RULE} could not be computed: no such stream`);
    session.update({ file: 'whole.cpp', text: `${SYNC_LOOP}\n` });
    expect(failures()).toEqual([]);
  });
});
