/** A made source tree: apps beside each other, each with a main, modules of the same names, and headers of its own. */

const MODULES = 23;

const moduleHeader = (n: number): string => `#pragma once
#include "common.h"
class Module${n} {
public:
    int Run(int value);
private:
    int sum_ = 0;
};
`;

const moduleSource = (n: number): string => `#include "module${n}.h"
int Module${n}::Run(int value)
{
    for (int i = 0; i < value; i++) {
        if (i % ${n + 2} == 0) {
            sum_ += i * value;
        }
    }
    return sum_;
}
`;

const numbers = Array.from({ length: MODULES }, (_, n) => n);

const main = `#include "acl/acl.h"
${numbers.map((n) => `#include "module${n}.h"`).join('\n')}
int main()
{
    uint32_t model = 0;
    aclmdlDataset *input = aclmdlCreateDataset();
    aclmdlDataset *output = aclmdlCreateDataset();
${numbers.map((n) => `    Module${n} module${n};`).join('\n')}
    while (true) {
        aclmdlExecute(model, input, output);
${numbers.map((n) => `        module${n}.Run(${n});`).join('\n')}
    }
}
`;

/** Texts by path: about as many files as wanted, in whole apps. */
export function syntheticTree(files: number): Map<string, string> {
  const tree = new Map<string, string>();
  for (let app = 0; tree.size < files; app++) {
    const folder = `group${app % 7}/app${app}`;
    tree.set(
      `${folder}/CMakeLists.txt`,
      `project(app${app})\nfile(GLOB S src/*.cpp)\nadd_executable(app${app} \${S})\n`,
    );
    tree.set(`${folder}/src/main.cpp`, main);
    tree.set(`${folder}/include/common.h`, '#pragma once\n#include <cstdint>\n');
    for (const n of numbers) {
      tree.set(`${folder}/include/module${n}.h`, moduleHeader(n));
      tree.set(`${folder}/src/module${n}.cpp`, moduleSource(n));
    }
  }
  return tree;
}
