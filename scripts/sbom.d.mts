export interface SbomComponent {
  name: string;
  version: string;
  purl: string;
  licenses: { license: { id: string } }[];
  hashes: { alg: string; content: string }[];
}

/** The packages that the bundles under dist/ hold, as CycloneDX. */
export function makeSbom(root: string): { specVersion: string; components: SbomComponent[] };
