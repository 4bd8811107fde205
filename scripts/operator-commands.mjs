/* The commands as operators type them: npm's scripts in a clone, `jeton` in the package. */

/** npm's scripts, by their names in the package. */
export const operatorCommands = {
  admin: 'admin',
  backup: 'backup',
  restore: 'restore',
  rotate: 'rotate-secret',
  move: 'db:move',
}

/**
 * @param script the name of a command among npm's scripts
 * @param isPackage whether this is the package
 * @returns what the user types to run it with these arguments
 */
export function typed(script, isPackage, ...args) {
  if (!isPackage) return ['npm run', script, ...(args.length > 0 ? ['--', ...args] : [])].join(' ')
  const name = Object.keys(operatorCommands).find((key) => operatorCommands[key] === script)
  return ['jeton', name ?? script, ...args].join(' ')
}
