import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in these units (USER_HZ), whatever the kernel's own tick is. */
const ticksPerSecond = 100;
const pageBytes = 4096;

/**
 * What a process and all its descendants have used so far.
 * @param {number} root id of the process
 * @param {(name: string) => boolean} [wanted] which of them count, by the name of the program; all when absent
 * @returns {{ cpuSeconds: number, residentBytes: number, processes: number }}
 */
export function measureTree(root, wanted = () => true) {
  const total = { cpuSeconds: 0, residentBytes: 0, processes: 0 };
  for (const process of descendants(root)) {
    if (!wanted(process.name)) continue;
    total.cpuSeconds += process.cpuSeconds;
    total.residentBytes += process.residentBytes;
    total.processes++;
  }
  return total;
}

function descendants(root) {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => readProcess(Number(entry)))
    .filter((process) => process !== null);
  const found = new Set([root]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const process of all) if (found.has(process.parent)) found.add(process.id);
  }
  return all.filter((process) => found.has(process.id));
}

function readProcess(id) {
  let stat;
  try {
    stat = readFileSync(`/proc/${id}/stat`, 'latin1');
  } catch (error) {
    // It ended between the listing and the reading.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
  // The name stands in parentheses and may itself hold spaces and parentheses.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  return {
    id,
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    parent: Number(fields[1]),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    residentBytes: Number(fields[21]) * pageBytes,
  };
}
