/** The ways in which a call can be, or not be, in a frame loop: for rules that are about the place of one call. */
import { frame, program, setup, type Parts } from './programs.ts';
import type { RuleCases } from './rule-tester.ts';

const FRAME = 'aclmdlExecute(modelId, input, output);';

/**
 * Cases for a call: `statement` is one statement (or several) with the marks around the name that is reported;
 * `before` and `top` set up what it uses.
 */
export function inLoopCases(statement: string, { top = '', before = '' }: Parts = {}): RuleCases {
  const plain = statement.replaceAll('⟦', '').replaceAll('⟧', '');
  const fun = (body: string): string => `${top}\nvoid step()\n{\n${body}\n}`;
  const wrap = (text: string): string => `{\n    ${text}\n}`;
  const parts = (more: Parts): Parts => ({ top, before, ...more });
  const thread = (body: string): string =>
    program(`${top}
void *work(void *)
{
    aclrtSetCurrentContext(context);
    ${before}
    ${body}
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, work, nullptr);
    pthread_join(thread, nullptr);
    return 0;
}`);
  return {
    valid: {
      'before the loop': frame(FRAME, parts({ before: `${before}\n${wrap(plain)}` })),
      'after the loop': frame(FRAME, parts({ loop: 'for (int i = 0; i < 10; i++)', after: wrap(plain) })),
      'in a loop of one pass': frame(`${plain}\n${FRAME}`, parts({ loop: 'for (int i = 0; i < 1; i++)' })),
      'in a loop that never runs': frame(
        `${plain}\n${FRAME}`,
        parts({ loop: 'for (int i = 0; i < 0; i++)' }),
      ),
      'in a function that its file alone could call, and does not': frame(FRAME, {
        top: fun(`    ${before}\n    ${plain}`).replace('void step', 'static void step'),
        before,
      }),
      'in a function that is called once': frame(FRAME, {
        top: fun(`    ${before}\n    ${plain}`),
        before: `${before}\nstep();`,
      }),
      'in a comment': frame(`// ${plain.split('\n')[0] ?? ''}\n${FRAME}`, parts({})),
      'at the start of a thread': thread(`${wrap(plain)}\n    while (running) {\n        ${FRAME}\n    }`),
    },
    invalid: {
      'in an endless loop': frame(`${statement}\n${FRAME}`, parts({})),
      'in a counted loop': frame(`${statement}\n${FRAME}`, parts({ loop: 'for (int i = 0; i < 100; i++)' })),
      'behind the work of the frame': frame(`${FRAME}\n${statement}`, parts({})),
      'in a function that the loop calls': frame(`step();\n${FRAME}`, {
        top: fun(`    ${before}\n    ${statement}`),
      }),
      'in a function of a function': frame(`outer();\n${FRAME}`, {
        top: `${fun(`    ${before}\n    ${statement}`)}\n\nvoid outer()\n{\n    step();\n}`,
      }),
      'under a condition': frame(`if (running) ${wrap(statement)}\n${FRAME}`, parts({})),
      'in a thread': thread(`while (running) {\n        ${statement}\n        ${FRAME}\n    }`),
      'in a do loop': frame(
        `do {\n    ${statement}\n    ${FRAME}\n} while (running);`,
        parts({ loop: 'for (int i = 0; i < 1; i++)' }),
      ),
    },
  };
}
