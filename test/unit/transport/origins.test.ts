import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedOrigins } from '../../../src/transport/origins.js';

test('without a list every origin may', () => {
  for (const origin of [undefined, 'null', 'https://evil.example']) assert.ok(allowedOrigins([])(origin));
});

test('with a list: what is on it, what is below a wildcard, and who sends none', () => {
  const isAllowed = allowedOrigins([
    'https://game.example',
    'https://*.example.com',
    'http://localhost:3000',
  ]);
  const good = [
    'https://game.example',
    'HTTPS://GAME.example',
    'https://a.example.com',
    'https://a.b.example.com',
  ];
  for (const origin of [undefined, 'http://localhost:3000', ...good]) assert.ok(isAllowed(origin), origin);
  const bad = ['null', '', 'http://game.example', 'https://game.example:444', 'https://game.example.evil'];
  const tricky = [
    'https://example.com',
    'https://.example.com',
    'https://evil/.example.com',
    'https://a@b.example.com',
  ];
  for (const origin of [...bad, ...tricky, 'https://evilexample.com', 'http://localhost:3001'])
    assert.ok(!isAllowed(origin), origin);
});
