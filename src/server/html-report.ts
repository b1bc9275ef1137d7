/** One self-contained HTML file: the panel's own page, with its script, style and data inside. */
import type { Locale } from '../service/locale.ts';
import type { ProgramReport } from './protocol.ts';

/** The page's bundle, as text. */
export interface ReportPage {
  script: string;
  style: string;
}

/** What the page finds as JSON in its element `report`. */
export interface ReportData {
  locale: string;
  reports: ProgramReport[];
}

/** `<` must not end the element that carries the data; the line separators are no JSON trouble but are in scripts. */
const inert = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`);

/** A bundle may hold the text `</script>` or `</style>` in a string. */
const closed = (text: string): string => text.replace(/<\/(script|style)/gi, String.raw`<\/$1`);

/** Nothing is fetched: no source but the file itself may be used. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

export function htmlReport(page: ReportPage, reports: ProgramReport[], locale: Locale): string {
  const data: ReportData = { locale: locale === 'zh' ? 'zh-cn' : 'en', reports };
  const names = reports.map(({ program }) => program).join(', ');
  const title = `AscendCL Performance: ${names}`.replace(/[<>&"]/g, '');
  return `<!DOCTYPE html>
<html lang="${data.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title}</title>
<style>${closed(page.style)}</style>
</head>
<body class="report">
<main id="app"></main>
<script type="application/json" id="report">${inert(data)}</script>
<script>${closed(page.script)}</script>
</body>
</html>
`;
}
