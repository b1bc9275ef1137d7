/** mocha as a browser runs it, in the place of the package's Node entry. */
import type Mocha from 'mocha';
import 'mocha/mocha.js';

export default (globalThis as unknown as { Mocha: typeof Mocha }).Mocha;
