/* What an API token looks like: public, and known to the browser too. secret.ts says what it is made of. */

/** How every API token begins. */
export const apiTokenPrefix = 'jtn_'

/** Base62, after the prefix. */
export const apiTokenBodyLength = 36
