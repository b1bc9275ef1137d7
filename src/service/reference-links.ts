/** Makes links of the catalogue's references, where the address of what they name is known. */

/** A file of a public repository at a commit: `header owner/name path@commit`. */
const FILE = /^(?:header )?([\w-]+\/[\w-]+) (\S+\.\w+)@([0-9a-f]{8})$/;

/** A page of the vendor's documentation: language, edition, version and page. */
const PAGE =
  /^(?:hiascend\.com )?(zh|en) (?:(canncommercial|CANNCommunityEdition)\/)?(\w+) (aclcppdevg_03_\d{4})$/;

/** The folder of a version's AscendCL pages. */
const FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^(5046|601|63RC\d|700)$/, 'inferapplicationdev/aclcppdevg'],
  [/^8[01]/, 'apiref/appdevgapi'],
  [/^850$/, 'API/appdevgapi'],
];

function addressOf(reference: string): string | undefined {
  const file = FILE.exec(reference);
  if (file) return `https://github.com/${file[1] ?? ''}/blob/${file[3] ?? ''}/${file[2] ?? ''}`;
  const [, language = '', edition, version = '', page = ''] = PAGE.exec(reference) ?? [];
  const folder = FOLDERS.find(([versions]) => versions.test(version))?.[1];
  if (folder === undefined) return undefined;
  const of = edition ?? (version.includes('alpha') ? 'CANNCommunityEdition' : 'canncommercial');
  return `https://www.hiascend.com/document/detail/${language}/${of}/${version}/${folder}/${page}.html`;
}

/** The references, separated by `; `, as Markdown. */
export function linkedReferences(references: string): string {
  const linked = references.split('; ').map((reference) => {
    const address = addressOf(reference);
    return address === undefined ? reference : `[${reference}](${address})`;
  });
  return linked.join('; ');
}
