import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const ignore = 'acl-perf: ignore sync-model-execute-in-loop';

testRule('suppression-comment', {
  valid: {
    'a reason behind an em dash': frame(`${execute} // ${ignore} — latency counts`),
    'a reason behind two hyphens': frame(`${execute} // ${ignore} -- latency counts`),
    'a reason behind a hyphen': frame(`${execute} // ${ignore} - latency counts`),
    'a reason behind an en dash': frame(`${execute} // ${ignore} – latency counts`),
    'on a line of its own': frame(`// ${ignore} — latency counts\n${execute}`),
    'ignore-next-line': frame(
      `// acl-perf: ignore-next-line sync-model-execute-in-loop — latency counts\n${execute}`,
    ),
    'two rules and a reason': frame(`${execute} // ${ignore}, alloc-in-loop — latency counts`),
    'another comment of ours': frame(`${execute} // acl-perf: cost=3.2ms`),
  },
  invalid: {
    'no reason': { code: frame(`${execute} // ⟦${ignore}⟧`), message: 'noReason' },
    'a dash and no reason': frame(`${execute} // ⟦${ignore} —⟧`),
    'no reason on a line of its own': frame(`// ⟦${ignore}⟧\n${execute}`),
    'no reason for the next line': frame(
      `// ⟦acl-perf: ignore-next-line sync-model-execute-in-loop⟧\n${execute}`,
    ),
    'a rule that there is not': {
      code: frame(`${execute} // ⟦acl-perf: ignore no-such-rule — because⟧`),
      message: 'unknownRule',
    },
    'no rule': { code: frame(`${execute} // ⟦acl-perf: ignore⟧`), message: 'noRule' },
    'two rules without a reason': frame(`${execute} // ⟦${ignore}, alloc-in-loop⟧`),
    'a comment with /* */': frame(`${execute} /* ⟦${ignore} */⟧`),
  },
});
