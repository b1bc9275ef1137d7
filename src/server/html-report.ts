/** One self-contained HTML file: the panel's own page, with its script, style and data inside. */
import type { Locale } from '../service/locale.ts';
import type { AnyPage, ReportData } from './protocol.ts';
import { inertJson } from './protocol.ts';
import type { ReportPage } from './protocol-report.ts';

/** A bundle may hold the text `</script>` or `</style>` in a string. */
const closed = (text: string): string => text.replace(/<\/(script|style)/gi, String.raw`<\/$1`);

/** What a policy allows an inline element by: the digest of its text. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

/** Nothing is fetched, and nothing runs but the page's own script: hostile names of a program are text. */
async function policyOf(script: string, style: string): Promise<string> {
  const [scriptHash, styleHash] = await Promise.all([hashOf(script), hashOf(style)]);
  return [
    `default-src 'none'`,
    `script-src ${scriptHash}`,
    `style-src ${styleHash}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

export async function htmlReport(
  page: ReportPage,
  programs: AnyPage[],
  about: { locale: Locale; version: string; date: string },
): Promise<string> {
  const data: ReportData = {
    locale: about.locale === 'zh' ? 'zh-cn' : 'en',
    version: about.version,
    date: about.date,
    programs,
  };
  const names = programs
    .map((page) => ('report' in page ? page.report : page.unpredicted).program)
    .join(', ');
  const title = `AscendCL Performance: ${names}`.replace(/[<>&"]/g, '');
  const [script, style] = [closed(page.script), closed(page.style)];
  return `<!DOCTYPE html>
<html lang="${data.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${await policyOf(script, style)}">
<title>${title}</title>
<style>${style}</style>
</head>
<body class="report">
<main id="app"></main>
<script type="application/json" id="report">${inertJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}
