/** What the server says of its own; all else are the answers of commands. */
import type { Texts } from '../../service/locale.ts';

export const TEXTS = {
  outside: {
    en: '{name}: outside of the folder that the server was started in',
    zh: '{name}：位于服务器启动目录之外',
  },
  missing: { en: '{name}: no such file or directory', zh: '{name}：没有此文件或目录' },
  neither: { en: 'give a rule, or a file and a line', zh: '请指定规则，或文件和行号' },
  cut: { en: '… (cut: name fewer paths, or one program)', zh: '……（已截断：请减少路径，或指定一个程序）' },
} satisfies Texts<string>;
