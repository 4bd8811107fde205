import fc from 'fast-check'

const surrogates = { first: 0xd800, count: 0x800 }
const highest = 0x10ffff - surrogates.count

/**
 * Any character of Unicode, for `fc.string({ unit })`. For its own unit `binary`, fast-check makes
 * a table of all of them, which takes up to three seconds of CPU time in each process.
 */
export const anyCharacter = fc
  .integer({ min: 0, max: highest })
  .map((n) => String.fromCodePoint(n < surrogates.first ? n : n + surrogates.count))
