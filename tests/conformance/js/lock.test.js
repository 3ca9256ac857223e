// The lock file must install the same bytes from whatever registry one uses.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the lock file pins every package by its hash and names no registry', () => {
  const text = readFileSync(new URL('package-lock.json', import.meta.url), 'utf8');
  const packages = Object.entries(JSON.parse(text).packages).filter(([path]) => path !== '');
  assert.ok(packages.length > 1);
  for (const [path, { integrity, resolved }] of packages) {
    assert.match(integrity ?? '', /^sha512-/, path);
    assert.equal(resolved, undefined, path);
  }
});
