/** Classes of one name in several namespaces, and templates that derive from themselves. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

async function executes(declared: string, pass: string): Promise<number> {
  const head = '#include "acl/acl.h"\nuint32_t id; aclmdlDataset *in, *out;\n';
  const text = `${head}${declared}\nint main() { for (int i = 0; i < 9; i++) { ${pass} aclmdlExecute(id, in, out); } }`;
  return stepsOf(await pipelineOf(text), 'submit').length;
}

const RUN = 'aclmdlExecute(id, in, out);';

it.each([
  ['its own method', `struct Base : v1::Base { void go() { ${RUN} } };`, 'v2::Base b; b.go();', ''],
  ['an inherited one', 'struct Base : v1::Base {};', 'v2::Base b; b.run();', `void run() { ${RUN} }`],
  ['one that only a header has', 'struct Base : v1::Base { void go(); };', 'v2::Base b; b.go();', ''],
])(
  'a class that derives from one of its own name in another namespace: %s',
  async (_, derived, main, own) => {
    const declared = `namespace v1 { struct Base { ${own} }; } namespace v2 { ${derived} }`;
    expect(await executes(declared, main)).toBe(main.includes('go') && !derived.includes(RUN) ? 1 : 2);
  },
);

it.each([
  'template <int N> struct A : A<N - 1> { void go() {} }; template <> struct A<0> { void stop() {} };',
  'struct A : A { void stop(); };',
  'struct B; struct A : B { void stop(); }; struct B : A {};',
  'template <class T> struct A : A<T> { void stop(); };',
])('what comes to itself is followed no further: %s', async (declared) => {
  expect(
    await executes(declared, declared.startsWith('template <int') ? 'A<5> b; b.stop();' : 'A b; b.stop();'),
  ).toBe(1);
});

it('a virtual method of a base is that of each class below, however far', async () => {
  const declared = `namespace a { struct Step { virtual void run() = 0; }; }
namespace b { struct Step : a::Step {}; struct Net : Step { void run() override { ${RUN} } }; }
a::Step *net;`;
  expect(await executes(declared, 'net->run();')).toBe(2);
});
