import { expect, it } from 'vitest';
import { isAllowedOrigin } from '../../../src/routes/origins';

const here = 'https://trips.example/v1/trips';
const allowed = 'https://app.example  https://other.example:8443';

it.each(['https://trips.example', 'https://app.example', 'https://other.example:8443'])('%s may call', (origin) => {
  expect(isAllowedOrigin(origin, here, allowed)).toBe(true);
});

it.each([
  'http://trips.example',
  'https://trips.example:444',
  'https://trips.example.evil.example',
  'https://evil.example',
  'https://app.example.evil.example',
  'https://other.example',
  'null',
  '',
])('"%s" may not', (origin) => {
  expect(isAllowedOrigin(origin, here, '')).toBe(false);
  expect(isAllowedOrigin(origin, here, allowed)).toBe(false);
});
