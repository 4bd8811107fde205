/*
 * How often the random tests are repeated. `npm test` is short; `npm run test:long` and
 * the commands of one subject, such as `npm run test:crash`, say more.
 */

export const isLong = process.env.JETON_TEST_LONG === '1'

/** @returns the number of repetitions, which the named variable overrides */
export function repetitions(usual: number, long: number, variable = ''): number {
  return Number(process.env[variable] ?? (isLong ? long : usual))
}
