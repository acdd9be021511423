import { isAbsolute, resolve } from 'node:path';

/**
 * Reads one flag of a command line that is passed on to another tool, in either spelling: `--name value`, `--name=value`.
 * @param {readonly string[]} args
 * @param {string} name with its dashes
 * @returns {string | undefined} the last value given
 */
export function flagValue(args, name) {
  let value;
  for (const [index, argument] of args.entries()) {
    if (argument === name) value = args[index + 1];
    else if (argument.startsWith(`${name}=`)) value = argument.slice(name.length + 1);
  }
  return value;
}

/**
 * Adds flags that were not given.
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} defaults from flag to value
 */
export function withDefaults(args, defaults) {
  const missing = Object.entries(defaults).filter(([name]) => flagValue(args, name) === undefined);
  return [...args, ...missing.flat()];
}

/**
 * Gives a flag one value, in place of those that it was given, if any.
 * @param {readonly string[]} args
 * @param {string} name with its dashes
 * @param {string} value
 */
export function withFlag(args, name, value) {
  const others = args.filter(
    (argument, index) => argument !== name && !argument.startsWith(`${name}=`) && args[index - 1] !== name,
  );
  return [...others, name, value];
}

/**
 * Makes the folder of `--persist-to` absolute: npm runs scripts at the top of the repository, but the person who typed a
 * relative path meant it from where they are.
 * @param {readonly string[]} args
 */
export function withAbsolutePersistTo(args) {
  const given = flagValue(args, '--persist-to');
  if (given === undefined || isAbsolute(given)) return [...args];
  const from = process.env.INIT_CWD ?? process.cwd();
  return withFlag(args, '--persist-to', resolve(from, given));
}
