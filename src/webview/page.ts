/** Entry of the page: the panel's in an editor, the report's in an HTML file. One bundle, as most of both is the same. */
import './panel.css';
import './full.css';
import { runPanel } from './panel.ts';
import { runReport } from './report.ts';

const root = document.getElementById('app');
if (root) (document.getElementById('report') ? runReport : runPanel)(root);
