/** Returns the number of ended sessions as part of a sentence. */
export const sessionsWords = (count: number) =>
  count === 1 ? 'its one session was ended' : `its ${count} sessions were ended`
