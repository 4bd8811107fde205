/*
 * Shows the progress of the set-up: on a terminal a line for each step that runs, with its time, in
 * a log a line at intervals. Steps may run at the same time.
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

/** The steps that run, in the order of their beginning. */
const running = new Set()

/** The lines on the terminal that show them. The cursor is at the end of the last one. */
let drawn = 0

/**
 * Shows a step while it runs, and its duration.
 * @param title the step, such as "Building the pages"
 * @param usually its usual duration, in words
 * @param work gets a function to call with a few words on what the step does now
 */
export async function withProgress(title, usually, work) {
  const step = { title, usually, now: '', begun: performance.now() }
  const timer = begin(step)
  const end = (how) => {
    clearInterval(timer)
    running.delete(step)
    say(`${title}: ${how} ${secondsOf(step)} s`)
  }
  try {
    const result = await work((now) => {
      step.now = now
    })
    end('done in')
    return result
  } catch (error) {
    end('failed after')
    throw error
  }
}

function begin(step) {
  if (!output.isTTY) say(`${step.title} (usually ${step.usually}) …`)
  running.add(step)
  if (!output.isTTY) return setInterval(() => say(`${stateOf(step)} so far …`), repeatMs)
  draw()
  return setInterval(draw, redrawMs)
}

/** Writes a line that stays. */
function say(line) {
  if (output.isTTY) draw(`${line}\n`)
  else output.write(`${line}\n`)
}

/** @param above lines that stay above those of the steps that run */
function draw(above = '') {
  const up = drawn > 1 ? `\x1b[${drawn - 1}A` : ''
  const lines = [...running].map((step) =>
    `${stateOf(step)} (usually ${step.usually}) …`.slice(0, (output.columns || 80) - 1),
  )
  output.write(`${up}\r\x1b[J${above}${lines.join('\n')}`)
  drawn = lines.length
}

const stateOf = (step) =>
  `${step.title}: ${step.now === '' ? '' : `${step.now}, `}${secondsOf(step)} s`

const secondsOf = ({ begun }) => Math.round((performance.now() - begun) / 1000)
