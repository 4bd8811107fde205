/** The greatest length of a token's and of a user's name, in code points. */
export const maxNameLength = 255

/** The greatest length of a group's name, in code points. */
export const maxGroupNameLength = 64

/** Uses of a credential are written at most this often; `words` for people who read a count. */
export const usageInterval = { ms: 30_000, words: 'half a minute' }
