import { describe } from 'vitest';
import { lookAtScreens } from './support/every-screen.ts';

describe('in Simplified Chinese', () => lookAtScreens('zh-cn'));
