/** The HTML report of the command line: the page that the editor's export gives too. */
import { today } from '../../base/today.ts';
import { htmlReport } from '../../server/html-report.ts';
import { readReportPage } from '../../server/node-host.ts';
import type { AnyPage } from '../../server/protocol.ts';
import type { Locale } from '../../service/locale.ts';
import { CliError } from '../failure.ts';
import { VERSION } from '../version.ts';

/** Throws `CliError` where the installation lacks the page. */
export async function reportFile(programs: AnyPage[], locale: Locale): Promise<string> {
  const page = await readReportPage();
  if (page === null) throw new CliError('no-report-page');
  return htmlReport(page, programs, {
    locale,
    version: VERSION,
    date: today(),
  });
}
