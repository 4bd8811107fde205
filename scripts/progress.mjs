/*
 * Shows the progress of the set-up: on a terminal one line that counts the seconds, in a log a line
 * at intervals.
 */

const redrawMs = 1_000
const repeatMs = 15_000

let output = process.stdout

/**
 * Moves progress to standard error, so that standard output holds the results of a command alone.
 */
export function showProgressOnStandardError() {
  output = process.stderr
}

/**
 * Shows a step while it runs, and its duration.
 * @param title the step, such as "Building the pages"
 * @param usually its usual duration, in words
 */
export async function withProgress(title, usually, work) {
  const begun = performance.now()
  const elapsed = () => `${Math.round((performance.now() - begun) / 1000)} s`
  const timer = output.isTTY
    ? setInterval(
        () => output.write(`\r\x1b[2K${title} (usually ${usually}): ${elapsed()} …`),
        redrawMs,
      )
    : setInterval(() => output.write(`${title}: ${elapsed()} so far …\n`), repeatMs)
  const end = (how) => {
    clearInterval(timer)
    output.write(`${output.isTTY ? '\r\x1b[2K' : ''}${title}: ${how} ${elapsed()}\n`)
  }
  output.write(`${title} (usually ${usually}) …${output.isTTY ? '' : '\n'}`)
  try {
    const result = await work()
    end('done in')
    return result
  } catch (error) {
    end('failed after')
    throw error
  }
}
