/**
 * Reads the fingerprints of the master keys in use, the older first: until a rotation ends, the
 * installation's own is the older one.
 */
export const keysInUse = `
SELECT "fingerprint" FROM "Secret"
ORDER BY "fingerprint" NOT IN (SELECT "secretFingerprint" FROM "Installation"), "fingerprint"`
