/** The part of SARIF 2.1.0 (OASIS, 2020) that this program writes. */

export interface SarifText {
  text: string;
  markdown?: string;
}

export interface SarifRegion {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

interface SarifArtifactLocation {
  uri: string;
  uriBaseId?: string;
}

export interface SarifPhysicalLocation {
  artifactLocation: SarifArtifactLocation;
  region: SarifRegion;
}

export interface SarifLocation {
  id?: number;
  physicalLocation: SarifPhysicalLocation;
  message?: SarifText;
}

export interface SarifFix {
  description: SarifText;
  artifactChanges: {
    artifactLocation: SarifArtifactLocation;
    replacements: { deletedRegion: SarifRegion; insertedContent: SarifText }[];
  }[];
}

export type SarifLevel = 'error' | 'warning' | 'note';

export interface SarifRule {
  id: string;
  name: string;
  shortDescription: SarifText;
  fullDescription: SarifText;
  helpUri: string;
  help: SarifText;
  messageStrings: Record<string, SarifText>;
  defaultConfiguration: { level: SarifLevel };
  properties: { tags: string[]; 'problem.severity': string };
}

export interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  level: SarifLevel;
  message: SarifText;
  locations: SarifLocation[];
  relatedLocations?: SarifLocation[];
  partialFingerprints: Record<string, string>;
  fixes?: SarifFix[];
  properties?: Record<string, unknown>;
}

/** What a run has to say of itself. */
export interface SarifNotification {
  descriptor: { id: string };
  level: SarifLevel;
  message: SarifText;
  locations: SarifLocation[];
}

export interface SarifInvocation {
  executionSuccessful: boolean;
  toolExecutionNotifications: SarifNotification[];
}

export interface SarifLog {
  $schema: string;
  version: '2.1.0';
  runs: {
    tool: {
      driver: {
        name: string;
        fullName: string;
        version: string;
        semanticVersion: string;
        rules: SarifRule[];
      };
    };
    invocations: SarifInvocation[];
    columnKind: 'utf16CodeUnits';
    originalUriBaseIds: Record<string, { description: SarifText }>;
    results: SarifResult[];
  }[];
}
