/** What the server says of its own; all else are the answers of commands. */
import type { Texts } from '../../service/locale.ts';

export const TEXTS = {
  outside: {
    en: '{name}: outside of the folder that the server was started in',
    zh: '{name}：位于服务器启动目录之外',
  },
  missing: { en: '{name}: no such file or directory', zh: '{name}：没有此文件或目录' },
  unknownTool: { en: 'no tool {name}', zh: '没有工具 {name}' },
  noFolder: {
    en: 'open a folder on a disk: the sources are read there',
    zh: '请打开磁盘上的文件夹：源码从中读取',
  },
  noMachine: {
    en: 'not in a browser without a machine behind it: open the folder in VS Code on a desktop, or on a remote machine',
    zh: '在没有后端主机的浏览器中不可用：请在桌面版 VS Code 或远程主机上打开该文件夹',
  },
  unsaved: {
    en: 'Not saved yet, so that this answer is of what was saved before: {files}',
    zh: '尚未保存，本结果针对之前保存的内容：{files}',
  },
  neither: { en: 'give a rule, or a file and a line', zh: '请指定规则，或文件和行号' },
  cut: { en: '… (cut: name fewer paths, or one program)', zh: '……（已截断：请减少路径，或指定一个程序）' },
} satisfies Texts<string>;
