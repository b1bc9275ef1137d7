import { describe } from 'vitest';
import { lookAtScreens } from './support/every-screen.ts';

describe('in English', () => lookAtScreens('en'));
