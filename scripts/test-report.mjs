import { existsSync, readFileSync } from 'node:fs';

/**
 * What a step of `npm test` found.
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * Counts the tests in a report of vitest's JSON reporter. What fails outside of a test (a file that does not load, an
 * unhandled error) counts as one failed test, so that it can never pass unseen.
 * @param {string} path of the report
 * @param {number} exitCode of vitest
 * @returns {Counts}
 */
export function countVitestReport(path, exitCode) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  /** @type {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  const report = JSON.parse(readFileSync(path, 'utf8'));
  let passed = 0;
  let failed = 0;
  for (const file of report.testResults) {
    const failedHere = file.assertionResults.filter((test) => test.status === 'failed').length;
    passed += file.assertionResults.filter((test) => test.status === 'passed').length;
    failed += failedHere === 0 && file.status === 'failed' ? 1 : failedHere;
  }
  const failedElsewhere = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: failedElsewhere ? 1 : failed };
}

/**
 * Prints the table of all steps and, last and alone on its line, the sum.
 * @param {readonly (Counts & { name: string, seconds: number })[]} results
 * @returns {boolean} whether all passed
 */
export function printReport(results) {
  console.log(`\n${'step'.padEnd(12)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'seconds'.padStart(9)}`);
  for (const { name, passed, failed, seconds } of results) {
    const row = `${name.padEnd(12)}${String(passed).padStart(8)}${String(failed).padStart(8)}${seconds.toFixed(1).padStart(9)}`;
    console.log(failed === 0 ? row : `${row}  ✗`);
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}
