/* The beginning of every command: the version of Node, and one line for a fault that a person can mend. */
/* An old Node loads this file first, so its syntax is old, too. */

const lowestNode = [20, 19]

const isOld = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major < lowestNode[0] || (major === lowestNode[0] && minor < lowestNode[1])
}

/**
 * Runs a command in the product's folder.
 * @param complaint what precedes the reason when it fails
 * @param work loads the other modules itself, since an old Node cannot read all of them
 */
export async function runCommand(complaint, work) {
  try {
    if (isOld()) {
      console.error(
        `${complaint}: Node ${process.versions.node} is too old: install ${lowestNode.join('.')} or newer`,
      )
      process.exit(1)
    }
    await work()
  } catch (error) {
    const isExpected = error.name === 'SettingsError' || error.name === 'SetupError'
    console.error(isExpected ? `${complaint}: ${error.message}` : error)
    process.exit(1)
  }
}
