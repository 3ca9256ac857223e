// The Containerfile, read by a linter; containers are not built here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const linter = join(dirname(createRequire(import.meta.url).resolve('dockerfilelint/package.json')), 'bin', 'dockerfilelint');

function issues(file) {
  try {
    return JSON.parse(execFileSync(process.execPath, [linter, '--output', 'json', file], { encoding: 'utf8' })).totalIssues;
  } catch (error) {
    return JSON.parse(error.stdout).totalIssues;
  }
}

test('the Containerfile has nothing that the linter minds, which minds a bad one', () => {
  const file = new URL('../../../Containerfile', import.meta.url).pathname;
  assert.equal(issues(file), 0);

  const bad = join(mkdtempSync(join(tmpdir(), 'container-')), 'Containerfile');
  writeFileSync(bad, readFileSync(file, 'utf8').replace('bookworm-slim', 'latest').replace('--yes', ''));
  assert.notEqual(issues(bad), 0);
});

test('the container serves nothing without a signature, and nothing in plain text outside it', () => {
  const text = readFileSync(new URL('../../../Containerfile', import.meta.url), 'utf8');
  assert.match(text, /ANCHORAGE_HTTP=127\.0\.0\.1:8080/);
  assert.doesNotMatch(text, /DANGER|AUTH=none/);
});
