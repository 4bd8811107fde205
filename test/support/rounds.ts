import { repetitions } from '@/test/support/extent'

/** Rounds of each kind of revocation. `npm run test:revocation` has 200. */
export const revocationRounds = repetitions(50, 50, 'JETON_TEST_ROUNDS')

/** Rounds of each kind where other tests revoke the same with more processes. */
export const fewerRounds = repetitions(10, 50, 'JETON_TEST_ROUNDS')

/** Rotations of a token under load. `npm run test:revocation` has 100. */
export const rotationRounds = repetitions(8, 100)
