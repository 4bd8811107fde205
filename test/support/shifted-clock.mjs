/*
 * Loaded before everything else in a real server (NODE_OPTIONS=--import): shifts its wall clock by
 * the number of milliseconds in a file, as if the system clock had been set. The monotonic clock is
 * unaffected. Each process reads the file again every few milliseconds.
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
