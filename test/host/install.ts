/** Installs VS Code's server and a Chromium to show it in. Both are kept: a second call finds them. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const vscode = join(here, 'node_modules/code-server/lib/vscode');
const stamp = join(here, 'node_modules/.installed.json');

export interface Host {
  /** Node 24: the server needs it, whatever Node runs this. */
  node: string;
  /** The folder with out/server-main.js. */
  vscode: string;
}

/** Parts that no test needs: 190 MB. */
const unused = ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk'];

/** Of VS Code's own extensions what a test or a picture shows. With all of them a window takes half as long again to open. */
const ownExtensions = [
  'configuration-editing',
  'cpp',
  'json',
  'json-language-features',
  'log',
  'markdown-basics',
  'markdown-language-features',
  'theme-defaults',
  'theme-seti',
];

function npm(folder: string, ...parameters: string[]): void {
  const quiet = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', [...parameters, ...quiet], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

const wanted = (): string => readFileSync(join(here, 'package.json'), 'utf8') + ownExtensions.join();

function isInstalled(): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

function install(): void {
  if (isInstalled()) return;
  npm(here, 'ci');
  npm(vscode, 'install');
  const extensions = readdirSync(join(vscode, 'extensions')).filter((name) => !ownExtensions.includes(name));
  for (const part of [...unused, ...extensions.map((name) => join('extensions', name))])
    rmSync(join(vscode, part), { recursive: true, force: true });
  writeFileSync(stamp, wanted());
}

/** Two runs at once must not install the same. A lock older than ten minutes is of a run that died. */
function alone(work: () => void): void {
  const lock = join(here, '.installing');
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 600_000) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(pause, 0, 0, 500);
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @throws Error, one sentence, where this machine cannot have it. */
export function ensureHost(): Host {
  if (process.platform !== 'linux') {
    throw new Error(`VS Code's server is packed for Linux only; this is ${process.platform}`);
  }
  if (!isInstalled()) alone(install);
  return { node: join(here, `node_modules/node-linux-${process.arch}/bin/node`), vscode };
}

/** The first has no window to draw, which saves a fifth of the processor's work. */
const browsers = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
);
const chineseFonts = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

function aptInstall(...packages: string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`${packages.join(', ')} missing, and only root on Debian can install it here`);
  }
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  execFileSync('apt-get', ['update'], options);
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options);
}

const findBrowser = (): string | undefined =>
  [process.env['CHROMIUM'], ...browsers].find((path) => path !== undefined && existsSync(path));

const fonts = ['fonts-dejavu-core', 'fonts-noto-cjk'];

function installBrowser(): void {
  if (findBrowser() === undefined) {
    try {
      return aptInstall(...fonts, 'chromium-headless-shell');
    } catch {
      // Ubuntu and older Debians have no package of that name.
      return aptInstall(...fonts, 'chromium');
    }
  }
  if (existsSync(chineseFonts)) return;
  try {
    aptInstall(...fonts);
  } catch {
    // Without the fonts only the Chinese pictures suffer.
  }
}

/**
 * The path of a Chromium: that of $CHROMIUM, one on the machine, or Debian's, installed now.
 * @throws Error, one sentence, where there is none and none can be installed.
 */
export function ensureBrowser(): string {
  if (findBrowser() === undefined || !existsSync(chineseFonts)) alone(installBrowser);
  const browser = findBrowser();
  if (browser === undefined) throw new Error('no Chromium on this machine, and apt-get installed none');
  return browser;
}
