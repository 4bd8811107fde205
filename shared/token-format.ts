/*
 * The public form of an API token, known to the browser too. lib/tokens/api-token-secret.ts
 * describes its parts.
 */

/** The prefix of every API token. */
export const apiTokenPrefix = 'jtn_'

/** Length after the prefix, in base62 characters. */
export const apiTokenBodyLength = 36
