import fc from 'fast-check'

const surrogates = { first: 0xd800, count: 0x800 }
const highest = 0x10ffff - surrogates.count

/**
 * Any character of Unicode, for `fc.string({ unit })`. For its own unit `binary`, fast-check makes
 * a table of all of them, which takes up to three seconds of CPU time in each process. With
 * `numberOf`, fast-check also inserts the names that are dangerous to JavaScript objects.
 */
export const anyCharacter = fc.integer({ min: 0, max: highest }).map(characterOf, numberOf)

function characterOf(n: number): string {
  return String.fromCodePoint(n < surrogates.first ? n : n + surrogates.count)
}

/** @throws for anything but one character, as fast-check expects */
function numberOf(text: unknown): number {
  const codePoint = typeof text === 'string' ? text.codePointAt(0) : undefined
  if (codePoint === undefined) throw new Error('This is no character')
  const n = codePoint < surrogates.first ? codePoint : codePoint - surrogates.count
  if (characterOf(n) !== text) throw new Error('This is not one character')
  return n
}
