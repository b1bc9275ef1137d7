/** The page of an HTML report, as the installation has it. */

/** The page's bundle, as text. */
export interface ReportPage {
  script: string;
  style: string;
}

/** @param read a file of `dist/webview`. Null where the installation lacks one: the server says so to whoever asked. */
export async function reportPageBy(read: (name: string) => Promise<string>): Promise<ReportPage | null> {
  try {
    const [script = '', ...styles] = await Promise.all(['page.js', 'page.css', 'report.css'].map(read));
    return { script, style: styles.join('') };
  } catch {
    return null;
  }
}
