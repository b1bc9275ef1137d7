/** What a program may come to from `main`, by words alone: never less than it does come to. */
import { describe, expect, it } from 'vitest';
import { usesRuntime } from '../../src/analyzer/acl/calls-in-text.ts';
import { reachOf } from '../../src/analyzer/program/reach.ts';
import { WorkspaceAnalyzer } from '../../src/analyzer/workspace.ts';
import { analyzerOf } from '../support/analyzer.ts';

const INFER = 'aclmdlExecute(model, input, output);';
const CALL = `struct Model0 { virtual void run() = 0; };
struct Npu : Model0 { void run() override { ${INFER} } };
struct Cpu : Model0 { void run() override {} };
`;

async function mayInfer(text: string): Promise<boolean> {
  const analyzer = await analyzerOf({ 'main.cpp': text });
  const facts = analyzer instanceof WorkspaceAnalyzer ? analyzer.factsOf('main.cpp') : undefined;
  analyzer.dispose();
  if (!facts?.main) throw new Error('no main');
  const { texts, pastes } = reachOf(facts.main, [facts]);
  return pastes || texts.some(usesRuntime);
}

describe('the runtime is come to', () => {
  it.each([
    ['in main', `int main() { ${INFER} }`],
    ['by a function', `void f() { ${INFER} }\nint main() { f(); }`],
    ['by a method of a class that is made', `${CALL}int main() { Model0 *m = new Npu; m->run(); }`],
    ['by an alias of the class', `${CALL}using Chosen = Npu;\nint main() { Chosen m; m.run(); }`],
    [
      'by a class that a template is given',
      `${CALL}template <class T> void go() { T t; t.run(); }\nint main() { go<Npu>(); }`,
    ],
    ['by a constructor', `struct A { A() { ${INFER} } };\nint main() { A a; }`],
    ['by a destructor', `struct A { ~A() { ${INFER} } };\nint main() { A a; }`],
    ['by an operator', `struct A { void operator()() { ${INFER} } };\nint main() { A a; a(); }`],
    ['by a macro', `#define RUN ${INFER}\nint main() { RUN; }`],
    [
      'by a macro that pastes names',
      `void runNpu() { ${INFER} }\n#define RUN(x) run##x()\nint main() { RUN(Npu); }`,
    ],
    ['before main, by a static object', `struct A { A() { ${INFER} } };\nstatic A first;\nint main() {}`],
    [
      'by what a static object is given',
      `void *start() { ${INFER} return 0; }\nstatic void *first = start();\nint main() {}`,
    ],
    ['by a table', `void f() { ${INFER} }\nvoid (*table[])() = {f};\nint main() { table[0](); }`],
    [
      'by a base’s method',
      `struct B { void f() { ${INFER} } };\nstruct D : B {};\nint main() { D d; d.f(); }`,
    ],
    [
      'by a field’s initial value',
      `int make() { ${INFER} return 0; }\nstruct A { int a = make(); };\nint main() { A a; }`,
    ],
    [
      'by a nested class',
      `struct A { struct Impl { void f() { ${INFER} } }; Impl impl; void f() { impl.f(); } };\nint main() { A a; a.f(); }`,
    ],
    [
      'in a namespace that is opened',
      `namespace n { void f() { ${INFER} } }\nusing namespace n;\nint main() { f(); }`,
    ],
    ['by a name in a string', 'int main() { auto f = dlsym(0, "aclmdlExecute"); }'],
  ])('%s', async (_, text) => {
    expect(await mayInfer(text)).toBe(true);
  });
});

describe('the runtime is not come to', () => {
  it.each([
    ['by what has another name', `void f() { ${INFER} }\nint main() { g(); }`],
    ['by a class that is never made', `${CALL}int main() { Model0 *m = new Cpu; m->run(); }`],
    [
      'by a nested class of that name in another class',
      `struct A { struct Impl { void f() { ${INFER} } }; };
struct B { struct Impl { void f() {} }; Impl impl; };\nint main() { B b; b.impl.f(); }`,
    ],
    [
      'by a comment',
      `void f() { g(); }\nint main() { /* aclmdlExecute */ f(); // aclInit\n }\nvoid h() { ${INFER} }`,
    ],
    [
      'by a macro that drops a comma',
      `#define LOG(s, ...) printf(s, ##__VA_ARGS__)\nvoid f() { ${INFER} }\nint main() { LOG("x"); }`,
    ],
  ])('%s', async (_, text) => {
    expect(await mayInfer(text)).toBe(false);
  });
});

it('is no all-clear where it does not come to calls that its files have', async () => {
  const analyzer = await analyzerOf({ 'main.cpp': `static void f() { ${INFER} }\nint main() { return 0; }` });
  const [program] = analyzer.programs();
  expect(program?.pipeline.coverage).toMatchObject({ verdict: 'none', calls: 1 });
  analyzer.dispose();
});
