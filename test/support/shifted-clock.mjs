/*
 * Loaded before everything else in a real server (NODE_OPTIONS=--import): its wall clock is off by as many milliseconds as a file says, as if somebody had set
 * it. The monotonic clock goes on. How it looks from within a thread is read again every few milliseconds.
 */
import { readFileSync } from 'node:fs'

const file = process.env.JETON_TEST_CLOCK
const RealDate = Date
let offsetMs = 0

function look() {
  try {
    offsetMs = Number(readFileSync(file, 'utf8'))
  } catch {
    offsetMs = 0
  }
}

class ShiftedDate extends RealDate {
  constructor(...parameters) {
    if (parameters.length === 0) super(RealDate.now() + offsetMs)
    else super(...parameters)
  }

  static now() {
    return RealDate.now() + offsetMs
  }
}

if (file) {
  look()
  setInterval(look, 5).unref()
  globalThis.Date = ShiftedDate
}
