/** A page policy that does not fit the size. */
import { defineRule } from '../rule.ts';
import { fix, replaceArgument } from '../fix/text/edits.ts';
import { quantityOf } from '../query/quantities.ts';

/** A huge page; up to half of it the runtime itself prefers normal pages under HUGE_FIRST. */
const HUGE_PAGE = 2 * 1024 * 1024;

export const hugePagePolicy = defineRule({
  id: 'huge-page-policy',
  meta: { severity: 'info', category: 'memory', fixable: true },
  title: { en: 'The page policy does not fit the size of the memory', zh: '内存页策略与大小不符' },
  messages: {
    wasted: {
      en: 'ACL_MEM_MALLOC_HUGE_ONLY takes a page of 2 MiB for these {bytes} bytes. ACL_MEM_MALLOC_HUGE_FIRST uses normal pages up to 1 MiB.',
      zh: 'ACL_MEM_MALLOC_HUGE_ONLY 为这 {bytes} 字节占用一个 2 MiB 的大页。ACL_MEM_MALLOC_HUGE_FIRST 在 1 MiB 以内使用普通页。',
    },
    small: {
      en: 'ACL_MEM_MALLOC_NORMAL_ONLY puts these {bytes} bytes on normal pages, where every access needs more address translation. ACL_MEM_MALLOC_HUGE_FIRST takes huge pages while there are any.',
      zh: 'ACL_MEM_MALLOC_NORMAL_ONLY 将这 {bytes} 字节放在普通页上，访问需要更多地址转换。ACL_MEM_MALLOC_HUGE_FIRST 优先使用大页。',
    },
    hugeFirst: { en: 'Use ACL_MEM_MALLOC_HUGE_FIRST', zh: '使用 ACL_MEM_MALLOC_HUGE_FIRST' },
  },
  check(context, report) {
    for (const call of context.named('aclrtMalloc', 'aclrtMallocCached')) {
      const policy = call.args[2];
      const bytes = context.fixed(quantityOf(call.args[1]?.value));
      if (!policy || bytes === undefined || bytes <= 0) continue;
      const wasted = policy.text === 'ACL_MEM_MALLOC_HUGE_ONLY' && bytes <= HUGE_PAGE / 2;
      const small = policy.text === 'ACL_MEM_MALLOC_NORMAL_ONLY' && bytes >= HUGE_PAGE;
      if (!wasted && !small) continue;
      report({
        messageId: wasted ? 'wasted' : 'small',
        at: call.range,
        data: { bytes },
        offer: () => [fix('hugeFirst', [replaceArgument(policy, 'ACL_MEM_MALLOC_HUGE_FIRST')], true)],
      });
    }
  },
});
