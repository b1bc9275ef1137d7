import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';
import { workers } from './support/workers.ts';

const top =
  'void *work(void *)\n{\n    aclrtSetCurrentContext(context);\n    aclmdlExecute(modelId, input, output);\n    return nullptr;\n}';
const start = (name = 'pthread_create'): string =>
  `pthread_t thread;\n${name}(&thread, nullptr, work, nullptr);\npthread_join(thread, nullptr);`;
const execute = 'aclmdlExecute(modelId, input, output);';
const marked = '⟦pthread_create⟧';

testRule('thread-create-in-loop', {
  valid: {
    'before the loop': frame(execute, { top, before: start() }),
    'threads that OpenMP keeps': frame(
      `#pragma omp parallel sections\n{\n    ${execute}\n#pragma omp section\n    work(nullptr);\n}`,
      { top },
    ),
    'four workers': workers(4, execute),
    'after the loop': frame(execute, { top, loop: 'for (int i = 0; i < 10; i++)', after: start() }),
    'in a loop of one pass': frame(`${start()}\n${execute}`, { top, loop: 'for (int i = 0; i < 1; i++)' }),
    'no thread': frame(execute),
    'in a function that is never called': frame(execute, {
      top: `${top}\n\nvoid launch()\n{\n    ${start()}\n}`,
    }),
    'only where none runs yet': frame(`${execute}\nif (!started) {\n    started = true;\n    ${start()}\n}`, {
      top,
      before: 'bool started = false;',
    }),
    'in a comment': frame(`// pthread_create(&thread, nullptr, work, nullptr);\n${execute}`, { top }),
    'in a loop over devices': frame(execute, {
      top,
      before:
        'pthread_t threads[4];\nfor (int device = 0; device < 4; device++) {\n    pthread_create(&threads[device], nullptr, work, nullptr);\n}',
    }),
  },
  invalid: {
    pthread_create: frame(`${execute}\n${start(marked)}`, { top }),
    'std::thread': frame(`${execute}\nstd::thread ⟦worker⟧(work, nullptr);\nworker.join();`, { top }),
    'in a counted loop': frame(`${execute}\n${start(marked)}`, {
      top,
      loop: 'for (int i = 0; i < 100; i++)',
    }),
    'in a helper': frame(`${execute}\nlaunch();`, {
      top: `${top}\n\nvoid launch()\n{\n    ${start(marked)}\n}`,
    }),
    'in a do loop': frame(`do {\n    ${execute}\n    ${start(marked)}\n} while (running);`, {
      top,
      loop: 'for (int i = 0; i < 1; i++)',
    }),
    'a lambda': frame(
      `${execute}\nstd::thread ⟦worker⟧([] {\n    fwrite(hostOut, 1, 64, stdout);\n});\nworker.join();`,
    ),
    'with its result checked': frame(
      `${execute}\npthread_t thread;\nif (⟦pthread_create⟧(&thread, nullptr, work, nullptr) != 0) {\n    return 1;\n}\npthread_join(thread, nullptr);`,
      { top },
    ),
    'before the work of the frame': frame(`${start(marked)}\n${execute}`, { top }),
  },
});
