/** Rounds of each kind of revocation. `npm run test:revocation` has 200. */
export const revocationRounds = Number(process.env.JETON_TEST_ROUNDS ?? 50)
