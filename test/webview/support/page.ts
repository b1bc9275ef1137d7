/** The panel's bundle in a plain Chromium: the page's own protocol, answered by the real simulator. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { checked } from '../../../src/server/protocol.ts';
import { calls, events } from '../../../src/webview/protocol.ts';
import type { PageCalls, PageStart, PageState, Section } from '../../../src/webview/protocol.ts';
import { localeOf } from '../../../src/service/locale.ts';
import { told } from '../../../src/service/told.ts';
import { serve } from '../../../src/webview/protocol-rpc.ts';
import type { Handlers } from '../../../src/webview/protocol-rpc.ts';
import { ensureBrowser } from '../../host/install.ts';
import themes from '../themes.json' with { type: 'json' };
import { planChoices, planOf } from './plan.ts';
import { boundPartsOf, predict, sweepOf, timelineOf } from './program.ts';
import type { reportOf } from './program.ts';

export type ThemeName = keyof typeof themes;
export const themeNames = Object.keys(themes) as ThemeName[];

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pictures = join(root, 'test/artifacts/webview');

interface Bundle {
  script: string;
  style: string;
}
let built: Promise<Bundle & { reportStyle: string }> | undefined;

/** A page as built for users. */
export async function build(as: 'panel' | 'report'): Promise<Bundle> {
  const { script, style, reportStyle } = await (built ??= buildPage());
  return { script, style: as === 'panel' ? style : style + reportStyle };
}

async function buildPage() {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/webview/page.ts', 'src/webview/report.css'],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    write: false,
    outdir: 'out',
  });
  const file = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '';
  return { script: file('page.js'), style: file('page.css'), reportStyle: file('report.css') };
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: ensureBrowser(), args: ['--headless', '--no-sandbox', '--disable-gpu'] });

export const chinese = (): Record<string, string> =>
  JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.zh-cn.json'), 'utf8')) as Record<string, string>;

export interface PanelOptions {
  view: PageState['view'];
  theme?: ThemeName;
  locale?: 'en' | 'zh-cn';
  width?: number;
  height?: number;
  section?: Section;
  reducedMotion?: boolean;
  /** What the extension would know; left out: a ready program. */
  state?: Partial<PageState>;
  report?: ReturnType<typeof reportOf>;
  /** Other answers than the simulator's. */
  answers?: Partial<Handlers<PageCalls>>;
}

export interface Panel {
  page: Page;
  /** Calls that the page has made, in order. */
  asked: { name: string; params: unknown }[];
  send: ReturnType<typeof serve<PageCalls, typeof events>>['send'];
  /** Problems that the page or the protocol reported. */
  problems: string[];
  state: PageState;
  picture(name: string): Promise<void>;
  setTheme(theme: ThemeName): Promise<void>;
}

function html(style: string, script: string, start: PageStart, theme: ThemeName): string {
  const variables = Object.entries(themes[theme].vars);
  const values = variables.map(([name, value]) => `${name}:${value}`).join(';');
  const background = start.state.view === 'side' ? 'sideBar' : 'editor';
  const policy = `default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'; connect-src 'none'`;
  return `<!DOCTYPE html><html lang="${start.locale}" style="${values.replaceAll('"', "'")}"><head><meta charset="utf-8"><script nonce="n">window.began = performance.now();</script>
<title>AscendCL Performance</title><style nonce="n">html{background:var(--vscode-${background}-background)}</style><style nonce="n">${style}</style>
<meta http-equiv="Content-Security-Policy" content="${policy}"></head><body class="${start.state.view} ${themes[theme].class}"><main id="app"></main>
<script type="application/json" id="start">${JSON.stringify(start).replaceAll('<', '\\u003c')}</script>
<script nonce="n">window.acquireVsCodeApi = () => ({ postMessage: (m) => window.toExtension(m), getState: () => window.kept, setState: (s) => { window.kept = s; } });</script>
<script nonce="n">${script.replaceAll('</script', '<\\/script')}</script></body></html>`;
}

function answers(panel: Panel, { report, locale }: PanelOptions): Handlers<PageCalls> {
  const pipeline = () => {
    if (!report) throw new Error('no program');
    return report.pipeline;
  };
  const noted = (name: keyof PageCalls) => (params: unknown) => {
    panel.asked.push({ name, params });
    return null;
  };
  return {
    ready: () => panel.state,
    selectProgram: noted('selectProgram'),
    goTo: noted('goTo'),
    applyAdvice: noted('applyAdvice'),
    showRule: noted('showRule'),
    setParameter: noted('setParameter'),
    answer: (params) => {
      noted('answer')(params);
      return { places: params.to === 'source' ? ['main.cpp:12'] : [], notWritten: [], remarks: [] };
    },
    openFull: noted('openFull'),
    command: noted('command'),
    dropUris: noted('dropUris'),
    dropPiece: noted('dropPiece'),
    dropEnd: noted('dropEnd'),
    cancelSweep: noted('cancelSweep'),
    planChoices: () => planChoices,
    plan: (wish) => {
      noted('plan')(wish);
      return planOf(localeOf(locale));
    },
    openDraft: noted('openDraft'),
    export: (params) => {
      noted('export')(params);
      return `report.${params.format}`;
    },
    whatIf: ({ settings }) => told(predict(pipeline(), settings), localeOf(locale)),
    bound: () => boundPartsOf(pipeline(), localeOf(locale)),
    timeline: ({ settings, maxBoxes }) => timelineOf(pipeline(), settings, maxBoxes),
    sweep: ({ settings, vary }) =>
      sweepOf(pipeline(), settings, vary, (done, total) => panel.send('sweepProgress', { done, total })),
    writeToSource: ({ settings }) => {
      panel.asked.push({ name: 'writeToSource', params: settings });
      return { places: ['main.cpp:12'], notWritten: [], remarks: [] };
    },
  };
}

const ADDRESS = 'https://panel.test/';

function readyState(options: PanelOptions): PageState {
  const { report, view, state } = options;
  const wire = report && checked(calls.ready.result.entries.report, report, 'report');
  return {
    view,
    phase: report ? 'ready' : 'empty',
    programs: [],
    report: wire ?? null,
    comparison: null,
    sweep: null,
    ...state,
  };
}

export async function openPanelIn(browser: Pick<Browser, 'newPage'>, options: PanelOptions): Promise<Panel> {
  const { view, theme = 'dark', locale = 'en', section } = options;
  const { width = view === 'side' ? 320 : 1100, height = 1000 } = options;
  const page = await browser.newPage({
    viewport: { width, height },
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
  });
  let receive: (message: unknown) => void = () => undefined;
  const panel: Panel = {
    page,
    asked: [],
    problems: [],
    send: () => undefined,
    state: readyState(options),
    async picture(name) {
      const path = join(pictures, `${name}.png`);
      mkdirSync(dirname(path), { recursive: true });
      await page.screenshot({ path, fullPage: true });
    },
    async setTheme(next) {
      await page.evaluate(
        ({ vars, name }) => {
          for (const [key, value] of Object.entries(vars))
            document.documentElement.style.setProperty(key, value);
          document.body.className = `${document.body.classList[0] ?? ''} ${name}`;
        },
        { vars: themes[next].vars, name: themes[next].class },
      );
    },
  };
  page.on('pageerror', (error) => panel.problems.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) panel.problems.push(message.text());
  });
  const channel = {
    // As VS Code does: a message is text until it is in the page.
    post: (message: unknown) =>
      void page
        .evaluate((text) => window.postMessage(JSON.parse(text), '*'), JSON.stringify(message))
        .catch(() => undefined),
    listen: (next: (message: unknown) => void) => (receive = next),
  };
  panel.send = serve(channel, calls, events, { ...answers(panel, options), ...options.answers }, (problem) =>
    panel.problems.push(problem),
  ).send;
  await page.exposeFunction('toExtension', (message: unknown) => receive(message));
  const { script, style } = await build('panel');
  const l10n = locale === 'zh-cn' ? chinese() : null;
  const start: PageStart = {
    state: { ...panel.state, report: null, phase: panel.state.report ? 'starting' : panel.state.phase },
    locale,
    l10n,
    ...(section && { section }),
  };
  // With an origin, as a webview has one: without it a folder that is dropped cannot be read.
  await page.route(ADDRESS, (route) =>
    route.fulfill({ contentType: 'text/html', body: html(style, script, start, theme) }),
  );
  await page.goto(ADDRESS);
  return panel;
}

/** What stands in a section when it is ready. */
export const shown = {
  timeline: '.rows',
  bound: '.keys',
  curves: '.vary',
  whatif: '.pairs',
  compare: 'table',
  plan: '.fields',
};
