export { applyEdits } from '../../../src/service/edits.ts';
