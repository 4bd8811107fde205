/*
 * The entry point of every command: checks the version of Node, and reports an error that the user
 * can fix in one line.
 */
/* An old Node must be able to parse this file, so it uses old syntax. */

const lowestNode = [20, 19]

const isOld = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major < lowestNode[0] || (major === lowestNode[0] && minor < lowestNode[1])
}

/**
 * Runs a command. Exits with code 1 if it fails.
 * @param complaint precedes the reason of a failure
 * @param work imports the other modules itself, since an old Node cannot parse all of them
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
