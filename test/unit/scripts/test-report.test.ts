import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countVitestReport } from '../../../scripts/test-report.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'triptrip-report-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a report with one entry per file: its status, and those of its tests. */
function reportOf(...files: [status: string, ...tests: string[]][]): string {
  const path = join(folder, 'report.json');
  const testResults = files.map(([status, ...tests]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
}

describe('countVitestReport', () => {
  it('sums the tests of all files', () => {
    const path = reportOf(['passed', 'passed', 'passed'], ['failed', 'failed', 'passed', 'skipped']);
    expect(countVitestReport(path, 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a file that does not load as a failure', () => {
    expect(countVitestReport(reportOf(['passed', 'passed'], ['failed']), 1)).toEqual({ passed: 1, failed: 1 });
  });

  it('counts an exit code without a failed test as a failure: an error was not caught by any', () => {
    expect(countVitestReport(reportOf(['passed', 'passed']), 1)).toEqual({ passed: 1, failed: 1 });
  });

  it('does not take silence for success', () => {
    expect(countVitestReport(reportOf(), 0)).toEqual({ passed: 0, failed: 1 });
    expect(countVitestReport(join(folder, 'never-written.json'), 0)).toEqual({ passed: 0, failed: 1 });
  });
});
